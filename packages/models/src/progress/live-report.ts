import type { Logs } from "../callbacks.ts";
import { formatDuration, formatLogs, formatPace } from "./format-logs.ts";
import type { Output } from "./output.ts";
import type { ProgressReport, Run } from "./progress-report.ts";

interface LiveReportOptions {
  readonly output: Output;
  readonly now: () => number;
}

/** Up to this many epochs each keeps its lines; of more, some keep one and the rest share a line that is drawn again. */
const mostEpochsInFull = 50;
const mostLines = 20;
const millisecondsBetweenDraws = 50;
const barWidth = 20;

/**
 * Keras's bar, drawn again in place:
 *
 *     Epoch 3/10
 *     12/47 ━━━━━━━━━━━━━━━━━━━━ 0.3s 5ms/step - loss: 0.1234 - accuracy: 0.9612
 *
 * Where the steps of an epoch are not known, `12/?` stands there without a bar until the first epoch has shown them.
 */
export function liveReport({ output, now }: LiveReportOptions): ProgressReport {
  let run: Run = { epochs: 1, initialEpoch: 0, stepsPerEpoch: 1 };
  let inFull = true;
  let every = 1;
  let drawn = -Infinity;
  let begun = now();
  let epochStarted = begun;
  let pending = false;
  let stepsDone = 0;

  /** Draws a line over the one before, cut to the terminal's width; `keep` leaves it there for good. */
  const draw = (line: string, barLength: number, keep: boolean): void => {
    const cut = line.slice(0, Math.max(20, output.columns - 1));
    output.write(`\r${output.color ? coloured(cut, barLength) : cut}\u001B[K${keep ? "\n" : ""}`);
    pending = !keep;
    drawn = now();
  };
  const isDue = (): boolean => now() - drawn >= millisecondsBetweenDraws;

  const stepLine = (done: number, logs: Logs, keep: boolean): void => {
    const { stepsPerEpoch } = run;
    const took = now() - epochStarted;
    const rest = `${formatDuration(took)} ${formatPace(took / Math.max(1, done), "step")}${formatLogs(logs)}`;
    if (stepsPerEpoch === undefined) {
      draw(`${done}/? ${rest}`, 0, keep);
      return;
    }
    const [bar, filled] = barOf(done / stepsPerEpoch);
    const count = `${String(done).padStart(String(stepsPerEpoch).length)}/${stepsPerEpoch}`;
    draw(`${count} ${bar} ${rest}`, filled, keep);
  };

  /** For many epochs: they are what the bar counts. */
  const epochLine = (epochsDone: number, logs: Logs, keep: boolean): void => {
    const [first, all] = [run.initialEpoch, run.epochs - run.initialEpoch];
    const took = now() - begun;
    const [bar, filled] = barOf(epochsDone / all);
    draw(
      `Epoch ${String(first + epochsDone).padStart(String(run.epochs).length)}/${run.epochs} ${bar} ${formatDuration(took)} ${formatPace(took / Math.max(1, epochsDone), "epoch")}${formatLogs(logs)}`,
      filled,
      keep,
    );
  };

  return {
    begin: (next) => {
      run = next;
      begun = now();
      epochStarted = begun;
      const epochs = run.epochs - run.initialEpoch;
      inFull = epochs <= mostEpochsInFull;
      every = Math.ceil(epochs / mostLines);
    },
    epochBegin: (epoch) => {
      epochStarted = now();
      stepsDone = 0;
      if (inFull) output.write(`Epoch ${epoch + 1}/${run.epochs}\n`);
    },
    due: () => inFull && isDue(),
    steps: (done, logs) => {
      stepsDone = done;
      if (inFull && (run.stepsPerEpoch === undefined || done < run.stepsPerEpoch) && isDue()) stepLine(done, logs, false);
    },
    epochEnd: (epoch, logs) => {
      if (run.stepsPerEpoch === undefined) run = { ...run, stepsPerEpoch: stepsDone };
      if (inFull) return stepLine(run.stepsPerEpoch ?? stepsDone, logs, true);
      const done = epoch + 1 - run.initialEpoch;
      const keep = done === 1 || epoch === run.epochs - 1 || (epoch + 1) % every === 0;
      if (keep || isDue()) epochLine(done, logs, keep);
    },
    end: () => {
      if (pending) output.write("\n");
      pending = false;
    },
  };
}

/** The bar with what is done, and how much of it that is. */
function barOf(share: number): readonly [bar: string, filled: number] {
  const filled = Math.min(barWidth, Math.floor(share * barWidth));
  return [
    filled === barWidth ? "━".repeat(barWidth) : "━".repeat(filled) + (filled < barWidth ? "╸" : "") + "┄".repeat(barWidth - filled - 1),
    filled,
  ];
}

/** Green for what is done, grey for the rest of the bar. */
function coloured(line: string, filled: number): string {
  const start = line.search(/[━╸┄]/);
  if (start < 0) return line;
  const [done, end] = [start + filled, start + barWidth];
  return `${line.slice(0, start)}\u001B[32m${line.slice(start, done)}\u001B[90m${line.slice(done, end)}\u001B[0m${line.slice(end)}`;
}
