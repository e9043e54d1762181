import { formatDuration, formatLogs, formatPace } from "./format-logs.ts";
import type { Output } from "./output.ts";
import type { ProgressReport, Run } from "./progress-report.ts";

interface LineReportOptions {
  readonly output: Output;
  readonly now: () => number;
  /** A line for every epoch, however many. */
  readonly all: boolean;
}

const mostLines = 20;

/** A line per epoch: `Epoch 3/10 - 0.3s - 5ms/step - loss: 0.1234`; for evaluation without the epoch. */
export function lineReport({ output, now, all }: LineReportOptions): ProgressReport {
  let run: Run = { epochs: 1, initialEpoch: 0, stepsPerEpoch: 1 };
  let every = 1;
  let inEpochs = false;
  let started = now();
  let stepsDone = 0;
  return {
    begin: (next) => {
      run = next;
      started = now();
      stepsDone = 0;
      const epochs = run.epochs - run.initialEpoch;
      every = all || epochs <= mostLines + 2 ? 1 : Math.ceil(epochs / mostLines);
      if (every > 1)
        output.write(`${epochs} epochs: the first, the last and each ${ordinal(every)} have a line (all have with verbose: 2).\n`);
    },
    epochBegin: () => {
      inEpochs = true;
      started = now();
      stepsDone = 0;
    },
    due: () => false,
    steps: (done) => {
      stepsDone = done;
    },
    epochEnd: (epoch, logs) => {
      const shown = epoch === run.initialEpoch || epoch === run.epochs - 1 || (epoch + 1) % every === 0;
      if (!shown) return;
      const took = now() - started;
      const steps = run.stepsPerEpoch ?? stepsDone;
      const title = inEpochs ? `Epoch ${epoch + 1}/${run.epochs}` : `${steps}/${steps}`;
      output.write(`${title} - ${formatDuration(took)} - ${formatPace(took / Math.max(1, steps), "step")}${formatLogs(logs)}\n`);
    },
    end: () => {},
  };
}

const ordinal = (count: number): string =>
  `${count}${count % 100 > 10 && count % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th")}`;
