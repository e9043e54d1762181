import { backend as backendOf } from "tidu";
import type { BackendName } from "tidu";
import type { Entry } from "./catalogue.ts";
import type { ProgramOptions } from "./program.ts";
import { FitTime } from "./fit-time.ts";

/** What one program did on one engine; a row of the JSON file. */
export interface Row {
  readonly id: string;
  readonly backend: string;
  readonly figure: number;
  readonly target: number;
  readonly reached: boolean;
  /** For everything: data, training and measuring, with all seeds. */
  readonly seconds: number;
  /** Of the longest `fit`. */
  readonly fitSeconds: number;
}

/** Runs a program for all its seeds on an engine. */
export async function runEntry(entry: Entry, backend: BackendName, options: Pick<ProgramOptions, "callbacks"> = {}): Promise<Row> {
  const engine = await backendOf(backend);
  const time = new FitTime();
  const callbacks = [time.callback, ...(options.callbacks ?? [])];
  const start = performance.now();
  const figures: number[] = [];
  for (const seed of entry.seeds) figures.push(await entry.run({ callbacks, backend: engine, seed }));
  const seconds = (performance.now() - start) / 1000;
  return {
    id: entry.id,
    backend,
    figure: entry.figure(figures),
    target: entry.target,
    reached: entry.reached(figures) && time.longest <= (entry.mostSeconds ?? Infinity),
    seconds: Number(seconds.toFixed(2)),
    fitSeconds: Number(time.longest.toFixed(2)),
  };
}
