import { foldInKey, randomKey, release } from "@tidu/core-tensor";
import type { Key, Tree } from "@tidu/core-tensor";
import type { Callback, History, Logs, TrainingControl } from "../callbacks.ts";
import { rowOrder } from "../data/row-order.ts";
import type { FlatWeights } from "../network/network.ts";
import type { ProgressReport } from "../progress/progress-report.ts";
import type { Carry, Fixed, ResidentData } from "./train-step.ts";
import type { StepsDone, Trainer } from "./trainer.ts";

/** A data set on the backend with its number of rows. */
export interface PreparedData {
  readonly data: ResidentData;
  readonly rows: number;
}

export interface FitPlan {
  readonly trainer: Trainer;
  readonly train: PreparedData;
  readonly validation: PreparedData | undefined;
  readonly batchSize: number;
  readonly validationBatchSize: number;
  readonly initialEpoch: number;
  readonly epochs: number;
  readonly shuffle: boolean;
  /** Orders of rows and randomness in layers follow from it, epoch by epoch. */
  readonly key: Key;
  readonly fixedWeights: FlatWeights;
  readonly callbacks: readonly Callback[];
  readonly progress: ProgressReport;
  /** Keeps the newest carry, so that an error later does not lose what was learned. */
  readonly keep: (carry: Carry) => void;
}

/** The epochs of `fit`: trains on batches of the rows in order, many steps a call, measures, reports. */
export async function runEpochs(plan: FitPlan, start: Carry): Promise<readonly [Carry, History]> {
  const { trainer, train, batchSize, callbacks, progress } = plan;
  const steps = Math.ceil(train.rows / batchSize);
  const epochs: number[] = [];
  const history: Record<string, number[]> = {};
  let stopped = false;
  const control: TrainingControl = { stop: () => (stopped = true) };
  const fixed: Fixed = { weights: plan.fixedWeights, key: randomKey(foldInKey(plan.key, 1)) };
  let carry = start;
  let logs: Logs = {};

  progress.begin({ epochs: plan.epochs, initialEpoch: plan.initialEpoch, stepsPerEpoch: steps });
  for (const callback of callbacks) await callback.onTrainBegin?.(control);
  try {
    for (let epoch = plan.initialEpoch; epoch < plan.epochs && !stopped; epoch++) {
      progress.epochBegin(epoch);
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, control);
      const order = rowOrder(train.rows, { shuffle: plan.shuffle, key: foldInKey(foldInKey(plan.key, 2), epoch) });
      [carry, logs] = await runEpoch(plan, { ...carry, metrics: trainer.initMetrics() }, fixed, order, control);
      if (plan.validation !== undefined) {
        const measured = await runEvaluation(trainer, plan.validation, { ...fixed.weights, ...carry.moving, ...carry.trainable }, plan.validationBatchSize);
        logs = { ...logs, ...Object.fromEntries(Object.entries(measured).map(([key, value]) => [`val_${key}`, value])) };
      }
      epochs.push(epoch);
      for (const [key, value] of Object.entries(logs)) (history[key] ??= []).push(value);
      progress.epochEnd(epoch, logs);
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, logs, control);
    }
    for (const callback of callbacks) await callback.onTrainEnd?.(logs, control);
  } finally {
    progress.end();
  }
  return [carry, { epoch: epochs, history }];
}

async function runEpoch(plan: FitPlan, start: Carry, fixed: Fixed, order: Int32Array, control: TrainingControl): Promise<readonly [Carry, Logs]> {
  const { trainer, batchSize, callbacks, progress } = plan;
  const pace = new Pace();
  const perStep = callbacks.some((callback) => callback.perStep === true);
  const average = new RunningAverages();
  let carry = start;
  let batch = 0;
  for (let row = 0; row < order.length; ) {
    const whole = Math.floor((order.length - row) / batchSize);
    const size = whole > 0 ? batchSize : order.length - row;
    const steps = whole > 0 ? trainer.stepsACall("train", size, whole, perStep) : 1;
    const [next, done] = await trainer.train(carry, plan.train.data, fixed, order.subarray(row, row + steps * size), size);
    carry = next;
    plan.keep(carry);
    row += steps * size;
    average.add(done, size);
    for (const callback of callbacks) if (callback.onBatchEnd !== undefined) for (let i = 0; i < steps; i++) await callback.onBatchEnd(batch + i, logsOfStep(done, i), control);
    batch += steps;
    progress.steps(batch, average.values);
    await pace.breathe();
  }
  return [carry, { ...average.values, ...(await trainer.metricResults(carry.metrics)) }];
}

/** Loss and metrics over a data set; batches of any size give the same metrics. */
export async function runEvaluation(trainer: Trainer, { data, rows }: PreparedData, weights: FlatWeights, batchSize: number, onSteps?: (done: number, logs: Logs) => void): Promise<Logs> {
  const order = rowOrder(rows, { shuffle: false });
  const pace = new Pace();
  const average = new RunningAverages();
  let states: readonly Tree[] = trainer.initMetrics();
  let batch = 0;
  for (let row = 0; row < rows; ) {
    const whole = Math.floor((rows - row) / batchSize);
    const size = whole > 0 ? batchSize : rows - row;
    const steps = whole > 0 ? trainer.stepsACall("evaluate", size, whole) : 1;
    const [next, done] = await trainer.evaluate(states, weights, data, order.subarray(row, row + steps * size), size);
    states = next;
    row += steps * size;
    batch += steps;
    average.add(done, size);
    onSteps?.(batch, average.values);
    await pace.breathe();
  }
  const results = await trainer.metricResults(states);
  release(states);
  return { ...average.values, ...results };
}

/** Averages of the losses of batches, each counted by its size. */
class RunningAverages {
  readonly #sums = new Map<string, number>();
  #rows = 0;

  add({ steps, logs }: StepsDone, size: number): void {
    for (const [key, values] of Object.entries(logs)) {
      if (key !== "loss" && !key.endsWith("_loss")) continue;
      this.#sums.set(key, values.reduce((sum, value) => sum + value * size, this.#sums.get(key) ?? 0));
    }
    this.#rows += steps * size;
  }

  get values(): Logs {
    return Object.fromEntries([...this.#sums].map(([key, sum]) => [key, sum / this.#rows]));
  }
}

const logsOfStep = ({ logs }: StepsDone, step: number): Logs => Object.fromEntries(Object.entries(logs).map(([key, values]) => [key, values[step] ?? NaN]));

/** Lets timers, sockets and signals have their turn now and then: a run blocks the thread. */
class Pace {
  #last = performance.now();

  async breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#last < 100) return;
    this.#last = now;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
