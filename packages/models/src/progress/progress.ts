import type { Logs } from "../callbacks.ts";

/** 0: silent, 1: a progress bar, 2: one line per epoch, "auto": a bar on a terminal, lines elsewhere. */
export type Verbosity = 0 | 1 | 2 | "auto";

/** What fit and evaluate tell while they run (the lead's interface; model.ts and training/fit.ts call it). */
export interface ProgressReport {
  begin(run: { readonly epochs: number; readonly initialEpoch: number; readonly stepsPerEpoch: number }): void;
  epochBegin(epoch: number): void;
  /** Steps done in this epoch so far. */
  steps(done: number, logs: Logs): void;
  epochEnd(epoch: number, logs: Logs): void;
  end(): void;
}

export const progressReport = ({ verbose }: { readonly verbose: Verbosity }): ProgressReport => ({
  begin: () => undefined,
  epochBegin: () => undefined,
  steps: () => undefined,
  epochEnd: (epoch, logs) => verbose !== 0 && console.log(`Epoch ${epoch + 1} ${JSON.stringify(logs)}`),
  end: () => undefined,
});
