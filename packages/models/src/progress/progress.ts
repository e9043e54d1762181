import { liveReport } from "./live-report.ts";
import { lineReport } from "./line-report.ts";
import { terminalOutput } from "./output.ts";
import type { Output } from "./output.ts";
import type { ProgressReport } from "./progress-report.ts";

/** 0: silent, 1: a progress bar, 2: one line per epoch, "auto": a bar on a terminal, lines elsewhere. */
export type Verbosity = 0 | 1 | 2 | "auto";

export interface ProgressOptions {
  readonly verbose: Verbosity;
  /** Where to write. Default: standard output, or the console where there is none. */
  readonly output?: Output;
  /** Milliseconds of a clock. Default: that of the machine. */
  readonly now?: () => number;
}

/**
 * The report for a verbosity. A bar needs a terminal: elsewhere 1 and "auto" write lines, at most about twenty of them however many
 * epochs there are (2 writes one for every epoch).
 */
export function progressReport({ verbose, output = terminalOutput(), now = () => performance.now() }: ProgressOptions): ProgressReport {
  if (verbose === 0) return silent;
  if (verbose === 2) return lineReport({ output, now, all: true });
  return output.live ? liveReport({ output, now }) : lineReport({ output, now, all: false });
}

const nothing = (): void => {};

const silent: ProgressReport = { begin: nothing, epochBegin: nothing, due: () => false, steps: nothing, epochEnd: nothing, end: nothing };
