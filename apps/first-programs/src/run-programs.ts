import { rename, writeFile } from "node:fs/promises";
import { catalogue, enginesOf } from "./catalogue.ts";
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
  say(line("program", "backend", "figure", "target", "", "seconds", "longest fit", ""));
  for (const entry of catalogue.filter(({ id }) => wanted.ids.length === 0 || wanted.ids.includes(id))) {
    const name = `${entry.id} ${entry.title}`;
    const missing = entry.missing();
    if (missing !== undefined) {
      say(`${name.padEnd(20)} skipped: ${missing}`);
      continue;
    }
    for (const backend of wanted.backends ?? enginesOf(entry)) {
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
          row.fitSeconds.toFixed(1),
          entry.measures,
        ),
      );
    }
  }
  if (wanted.json !== undefined) await writeWhole(wanted.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  return rows.every(({ reached }) => reached) ? 0 : 1;
}

const widths = [20, 17, -8, 19, 8, -8, -11];

/** Columns, those of numbers to the right; the last one, what the figure measures, ends the line. */
const line = (...columns: readonly string[]): string =>
  columns
    .map((text, i) => ((widths[i] ?? 0) < 0 ? text.padStart(-(widths[i] ?? 0)) : text.padEnd(widths[i] ?? 0)))
    .join("  ")
    .trimEnd();

/** A file that was there is replaced by a complete one only. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
