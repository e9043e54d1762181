import { release } from "@tidu/core-tensor";
import type { Tree } from "@tidu/core-tensor";
import type { Logs } from "../callbacks.ts";
import { rowOrder } from "../data/row-order.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { Pace } from "./pace.ts";
import { RunningAverages } from "./running-averages.ts";
import type { Trainer } from "./trainer.ts";
import type { PreparedData } from "./upload-data.ts";

export interface EvaluationPlan {
  readonly trainer: Trainer;
  readonly data: PreparedData;
  readonly weights: FlatWeights;
  /** Rows at once; the metrics do not depend on it. */
  readonly batchSize: number;
  /** Told how many batches are done. */
  readonly onSteps?: (done: number, logs: Logs) => void;
}

/** Loss and metrics over a data set. */
export async function runEvaluation({ trainer, data: { data, rows }, weights, batchSize, onSteps }: EvaluationPlan): Promise<Logs> {
  const order = rowOrder(rows, { shuffle: false });
  const pace = new Pace();
  const average = new RunningAverages();
  let states: readonly Tree[] = trainer.initMetrics();
  let batch = 0;
  for (let row = 0; row < rows;) {
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
