import { release } from "@tidu/core-tensor";
import type { Tree } from "@tidu/core-tensor";
import type { Logs } from "../callbacks.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
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
  let states: readonly Tree[] = trainer.initMetrics();
  let batch = 0;
  const stepsACall = (size: number, left: number): number => trainer.stepsACall("evaluate", size, left);
  for await (const { data, indices, size } of source.pass({ stepsACall })) {
    const [next, done] = await trainer.evaluate(states, weights, data, indices, size);
    states = next;
    batch += done.steps;
    average.add(done, size);
    onSteps?.(batch, average.values);
    await pace.breathe();
  }
  const results = await trainer.metricResults(states);
  release(states);
  return { ...average.values, ...results };
}
