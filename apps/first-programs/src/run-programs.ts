import { rename, writeFile } from "node:fs/promises";
import { catalogue } from "./catalogue.ts";
import { help, readArguments } from "./command-line.ts";
import { runEntry } from "./run-entry.ts";
import type { Row } from "./run-entry.ts";
import { StatusLine } from "./status-line.ts";

/** Runs the wanted programs, prints figure beside target, and returns the exit code: 0 when all were reached. */
export async function runPrograms(args: readonly string[], say: (text: string) => void): Promise<number> {
  const wanted = readArguments(
    args,
    catalogue.map(({ id }) => id),
  );
  if (wanted.help) {
    say(help);
    return 0;
  }
  const rows: Row[] = [];
  say(line("program", "backend", "figure", "target", "", "seconds", ""));
  for (const entry of catalogue.filter(({ id }) => wanted.ids.length === 0 || wanted.ids.includes(id))) {
    const name = `${entry.id} ${entry.title}`;
    const missing = entry.missing();
    if (missing !== undefined) {
      say(`${name.padEnd(20)} skipped: ${missing}`);
      continue;
    }
    for (const backend of wanted.backends) {
      const status = new StatusLine(`${name} on ${backend}`);
      const row = await runEntry(entry, backend, { callbacks: [status.callback] });
      status.clear();
      rows.push(row);
      say(
        line(
          name,
          backend,
          String(Number(row.figure.toPrecision(4))),
          entry.goal,
          row.reached ? "reached" : "MISSED",
          row.seconds.toFixed(1),
          entry.measures,
        ),
      );
    }
  }
  if (wanted.json !== undefined) await writeWhole(wanted.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  return rows.every(({ reached }) => reached) ? 0 : 1;
}

const line = (name: string, backend: string, figure: string, goal: string, reached: string, seconds: string, measures: string): string =>
  [name.padEnd(20), backend.padEnd(17), figure.padStart(8), goal.padEnd(19), reached.padEnd(8), seconds.padStart(7), measures]
    .join("  ")
    .trimEnd();

/** A file that was there is replaced by a complete one only. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
