import type { Measured, Missing } from "./measure.ts";
import { printTable } from "./table.ts";
import { printMemory, printRatio, printTime } from "./targets.ts";
import type { Verdict } from "./targets.ts";
import type { Workload } from "./workload.ts";

/** A row of `--json`. */
export interface JsonRow {
  readonly id: string;
  readonly system: string;
  readonly threads: number;
  readonly median_ms: number;
  readonly p10_ms: number;
  readonly p90_ms: number;
  readonly peak_mb: number;
}

/** The measured systems of a workload, as the file holds them. */
export const jsonRows = (id: string, results: readonly (Measured | Missing)[]): readonly JsonRow[] =>
  results
    .filter((result) => "median" in result)
    .map(({ system, threads, median, p10, p90, peak }) => ({
      id,
      system,
      threads,
      median_ms: round(median),
      p10_ms: round(p10),
      p90_ms: round(p90),
      peak_mb: Math.round(peak / 2 ** 20),
    }));

const round = (milliseconds: number): number => Number(milliseconds.toPrecision(5));

/** The times of a workload side by side; `×` is the time by that of the first system. */
export function workloadTable(workload: Workload, results: readonly (Measured | Missing)[]): string {
  const first = results.find((result) => "median" in result);
  const measured = results
    .filter((result) => "median" in result)
    .map((result) => [
      result.system === result.name ? result.name : `${result.name} (${result.system})`,
      String(result.threads),
      printTime(result.median),
      printTime(result.p10),
      printTime(result.p90),
      printMemory(result.peak),
      ...(workload.tokens === undefined ? [] : [perSecond(workload.tokens, result.median)]),
      first === undefined ? "" : `${printRatio(result.median / first.median)} ×`,
    ]);
  const missing = results.filter((result) => "missing" in result).map(({ name, missing }) => `  ${name}: ${missing}`);
  const heading = [
    workload.predict === true ? "time of a prediction" : "time of a step",
    "threads",
    "median",
    "10 %",
    "90 %",
    "peak memory",
    ...(workload.tokens === undefined ? [] : ["tokens per second"]),
    "",
  ];
  return [`${workload.id}: ${workload.about}`, printTable([heading, ...measured]), ...missing].join("\n");
}

const perSecond = (tokens: number, milliseconds: number): string => ((1000 * tokens) / milliseconds).toFixed(0);

/** Every target with its figure and whether it was reached. */
export const targetTable = (verdicts: readonly Verdict[]): string =>
  printTable(
    verdicts.map(({ about, figure, target, reached }) => [
      about,
      figure,
      target,
      reached === undefined ? "not measured" : reached ? "reached" : "NOT REACHED",
    ]),
  );
