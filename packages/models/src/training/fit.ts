import { release } from "@tidu/core-tensor";
import type { Tree } from "@tidu/core-tensor";
import type { Optimizer } from "@tidu/optimizers";
import type { Callback, Logs } from "../callbacks.ts";
import type { Pause } from "../exclusive.ts";
import type { FitSettings } from "../fit-options.ts";
import type { ModelState } from "../model-state.ts";
import type { ProgressReport } from "../progress/progress-report.ts";
import { Control } from "./control.ts";
import { runEvaluation } from "./evaluation.ts";
import type { Pace } from "./pace.ts";
import { RunningAverages } from "./running-averages.ts";
import type { StepSource } from "./step-source.ts";
import type { StepsDone, Trainer } from "./trainer.ts";

export interface FitPlan extends FitSettings {
  /** On the trainer's backend. It is newer after every call, so that an error later does not lose what was learned. */
  readonly state: ModelState;
  readonly trainer: Trainer;
  readonly optimizer: Optimizer;
  readonly train: StepSource;
  readonly validation: StepSource | undefined;
  readonly progress: ProgressReport;
  /** Grows by every epoch. */
  readonly history: HistoryRecord;
  readonly pause: Pause;
  /** One for all epochs, which may be short. */
  readonly pace: Pace;
}

/** A history that is being written. */
export interface HistoryRecord {
  readonly epoch: number[];
  readonly history: Record<string, number[]>;
}

type Hook = (callback: Callback, control: Control) => void | Promise<void>;

/** The epochs of `fit`: trains on batches of the rows in order, many steps a call, measures, reports. */
export async function runEpochs(plan: FitPlan): Promise<void> {
  const { state, progress, history, epochs, initialEpoch, optimizer } = plan;
  const control = new Control(state, optimizer);
  const tell = (hook: Hook): Promise<void> => tellCallbacks(plan, control, hook);
  let logs: Logs = {};
  progress.begin({ epochs, initialEpoch, stepsPerEpoch: plan.train.steps });
  try {
    await tell((callback) => callback.onTrainBegin?.(control));
    for (let epoch = initialEpoch; epoch < epochs && !control.stopped; epoch++) {
      progress.epochBegin(epoch);
      await tell((callback) => callback.onEpochBegin?.(epoch, control));
      if (control.stopped) break;
      logs = await runEpoch(plan, control);
      logs = { ...logs, ...(await validate(plan)) };
      history.epoch.push(epoch);
      for (const [key, value] of Object.entries(logs)) (history.history[key] ??= []).push(value);
      progress.epochEnd(epoch, logs);
      await tell((callback) => callback.onEpochEnd?.(epoch, logs, control));
    }
    if (epochs > initialEpoch) await state.finalize(optimizer);
    await tell((callback) => callback.onTrainEnd?.(logs, control));
  } finally {
    progress.end();
  }
}

async function runEpoch(plan: FitPlan, control: Control): Promise<Logs> {
  const { state, trainer, train, callbacks, progress, shuffle } = plan;
  const { order: orderKey, layers: key } = state.epochKeys;
  const perStep = callbacks.some((callback) => callback.perStep === true);
  const watched = callbacks.some((callback) => callback.onBatchEnd !== undefined);
  const average = new RunningAverages();
  let metrics: readonly Tree[] = trainer.initMetrics();
  let batch = 0;
  const stepsACall = (size: number, left: number): number => trainer.stepsACall("train", size, left, perStep);
  for await (const { data, indices, size } of train.pass({ shuffledBy: shuffle ? orderKey : undefined, stepsACall })) {
    const fixed = { weights: state.fixed, key };
    const carry = { ...state.learned, metrics };
    const [next, done] = await trainer.train(carry, data, fixed, indices, size, watched);
    state.keep(next);
    metrics = next.metrics;
    average.add(done, size);
    if (watched) await tellBatches(plan, control, batch, done);
    batch += done.steps;
    progress.steps(batch, progress.due() ? { ...average.values, ...(await trainer.metricResults(metrics)) } : average.values);
    if (control.stopped) break;
    await plan.pace.breathe();
  }
  const results = await trainer.metricResults(metrics);
  release(metrics);
  state.epochDone();
  return { ...average.values, ...results };
}

async function validate({ state, trainer, validation }: FitPlan): Promise<Logs> {
  if (validation === undefined) return {};
  const measured = await runEvaluation({ trainer, data: validation, weights: state.weights });
  return Object.fromEntries(Object.entries(measured).map(([key, value]) => [`val_${key}`, value]));
}

/** The steps of one call, one after the other, each to every callback. */
const tellBatches = async (plan: FitPlan, control: Control, first: number, done: StepsDone): Promise<void> => {
  for (let step = 0; step < done.steps; step++) {
    const logs = Object.fromEntries(Object.entries(done.logs).map(([key, values]) => [key, values[step] ?? NaN]));
    await tellCallbacks(plan, control, (callback) => callback.onBatchEnd?.(first + step, logs, control));
  }
};

async function tellCallbacks({ callbacks, pause }: FitPlan, control: Control, hook: Hook): Promise<void> {
  if (callbacks.length === 0) return;
  await control.refresh();
  await pause(async () => {
    for (const callback of callbacks) await hook(callback, control);
  });
}
