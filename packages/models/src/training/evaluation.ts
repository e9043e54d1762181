import { release } from "@tidu/core-tensor";
import type { Logs } from "../callbacks.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { onHost } from "../placement.ts";
import type { Measured } from "./evaluate-step.ts";
import { Pace } from "./pace.ts";
import { RunningAverages } from "./running-averages.ts";
import type { StepSource } from "./step-source.ts";
import type { Trainer } from "./trainer.ts";

export interface EvaluationPlan {
  readonly trainer: Trainer;
  readonly data: StepSource;
  readonly weights: FlatWeights;
  /** Told how many batches are done. */
  readonly onSteps?: (done: number, logs: Logs) => void;
}

/** Loss and metrics over a data set. */
export async function runEvaluation({ trainer, data: source, weights, onSteps }: EvaluationPlan): Promise<Logs> {
  const pace = new Pace();
  const average = new RunningAverages();
  const carried = new Set(trainer.statePaths);
  const [states, others] = [true, false].map((carries) =>
    Object.fromEntries(Object.entries(weights).filter(([path]) => carried.has(path) === carries)),
  );
  let measured: Measured = { metrics: trainer.initMetrics(), states: await onHost(states ?? {}) };
  let batch = 0;
  const stepsACall = (size: number, left: number): number => trainer.stepsACall("evaluate", size, left);
  for await (const { data, indices, size } of source.pass({ stepsACall })) {
    const [next, done] = await trainer.evaluate(measured, others ?? {}, data, indices, size);
    measured = next;
    batch += done.steps;
    average.add(done, size);
    onSteps?.(batch, average.values);
    await pace.breathe();
  }
  const results = await trainer.metricResults(measured.metrics);
  release(measured);
  return { ...average.values, ...results };
}
