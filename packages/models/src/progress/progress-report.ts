import type { Logs } from "../callbacks.ts";

/** What fit and evaluate tell while they run. `evaluate` is one epoch without {@link ProgressReport.epochBegin}. */
export interface ProgressReport {
  begin(run: Run): void;
  /** @param epoch from 0 */
  epochBegin(epoch: number): void;
  /** Whether {@link ProgressReport.steps} would show something now: metrics need not be computed for nobody. */
  due(): boolean;
  /** Steps done in this epoch so far. */
  steps(done: number, logs: Logs): void;
  epochEnd(epoch: number, logs: Logs): void;
  end(): void;
}

export interface Run {
  /** The number of the last epoch. */
  readonly epochs: number;
  /** The number of the first epoch, from 0. */
  readonly initialEpoch: number;
  /** Undefined until an epoch has shown it: reports learn it then. */
  readonly stepsPerEpoch: number | undefined;
}
