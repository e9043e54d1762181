import { fileURLToPath } from "node:url";
import { Child } from "../child.ts";
import { findPython } from "../python.ts";
import { printTable } from "../table.ts";
import { printRatio, printTime } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import { median } from "../timing.ts";

const length = 500;
/** Early ids behind the first, which starts the sequence, and late ones. */
const early = [1, 50] as const;
const late = [450, 500] as const;
/** More than this, and the cost grows with the length. */
const allowedGrowth = 1.25;

interface Answer {
  readonly milliseconds: readonly number[];
  readonly system: string;
  readonly threads: number;
}

/** Ids per second that a decoder generates with a cache, near the start of a sequence and near its end: ours beside PyTorch. */
export async function generation(
  sequences: number,
  report: (text: string) => void,
): Promise<{ readonly text: string; readonly verdicts: readonly Verdict[] }> {
  const title = "generation: one sequence of 500 ids, 2 decoder blocks (128 features, 4 heads, feed-forward 512), 10,000 ids, with a cache";
  const about = {
    about: "generation: time of ids 450 to 500 by that of ids 1 to 50, tidu onnxruntime-node",
    target: `at most ${allowedGrowth}`,
  };
  const rows: string[][] = [];
  const missing: string[] = [];
  let verdict: Verdict = { ...about, figure: "not measured", reached: undefined };
  for (const [name, start] of systems) {
    report(`generation: ${name}`);
    const started = start();
    if ("missing" in started) {
      missing.push(`  ${name}: ${started.missing}`);
      continue;
    }
    try {
      await started.ask({ length }); // the first one warms up
      const answers: Answer[] = [];
      while (answers.length < sequences) answers.push(await started.ask<Answer>({ length }));
      const [first, last] = [early, late].map(([from, to]) => median(answers.flatMap(({ milliseconds }) => milliseconds.slice(from, to))));
      const whole = median(answers.map(({ milliseconds }) => milliseconds.reduce((sum, time) => sum + time, 0)));
      const [{ system, threads }] = answers.slice(-1) as [Answer];
      rows.push([system, String(threads), printTime(first ?? NaN), printTime(last ?? NaN), ((1000 * length) / whole).toFixed(0)]);
      const growth = (last ?? NaN) / (first ?? NaN);
      if (name === ours) verdict = { ...about, figure: printRatio(growth), reached: growth <= allowedGrowth };
    } catch (error) {
      missing.push(`  ${name}: failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      started.end();
    }
  }
  const heading = ["time of an id", "threads", "ids 1 to 50", "ids 450 to 500", "ids per second"];
  return { text: [title, printTable([heading, ...rows]), ...missing].join("\n"), verdicts: [verdict] };
}

type Started = Child | { readonly missing: string };

const ours = "tidu onnxruntime-node";

const systems: readonly (readonly [name: string, start: () => Started])[] = [
  [ours, () => new Child(process.execPath, [fileURLToPath(new URL("../children/generation.js", import.meta.url))])],
  ["PyTorch", torch],
];

function torch(): Started {
  const python = findPython("BENCH_PYTHON", ["torch", "numpy"], "pip install torch==2.13.0 numpy");
  if ("missing" in python) return python;
  const script = fileURLToPath(new URL("../../baselines/generation.py", import.meta.url));
  return new Child(python.program, [script], { PYTHONDONTWRITEBYTECODE: "1" });
}
