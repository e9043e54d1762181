import { literal } from "@tidu/core-tensor";
import type { Tensor, TensorSpec, Tree } from "@tidu/core-tensor";
import type { Loss } from "../losses/loss.ts";
import type { Metric } from "../metrics/metric.ts";

/** What one output of the model is trained and measured by. */
export interface Objective {
  readonly output: string;
  /** The output's spec, batch axis free. */
  readonly prediction: TensorSpec;
  /** The spec of its targets, batch axis free. */
  readonly target: TensorSpec;
  readonly loss: Loss;
  /** Its share of the total loss. */
  readonly lossWeight: number;
  readonly metrics: readonly MeasuredBy[];
}

export interface MeasuredBy {
  /** The key in logs, with the output's name when there are several outputs. */
  readonly key: string;
  readonly metric: Metric;
  /** Whether sample weights count. */
  readonly weighted: boolean;
}

/** One batch as the step sees it, per output where there are several. */
export interface Batch {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  /** Per example [batch]; undefined where all count alike. */
  readonly sampleWeight: readonly (Tensor | undefined)[];
}

/** The loss of one output over a batch: the weighted losses of the examples, divided by their number (Keras's `sum_over_batch_size`). */
export function outputLoss({ loss }: Objective, y: Tensor, prediction: Tensor, sampleWeight: Tensor | undefined): Tensor {
  const each = loss.perExample(y, prediction);
  if (sampleWeight === undefined) return each.mean();
  const aligned = sampleWeight.reshape([sampleWeight.shape[0] ?? 1, ...each.shape.slice(1).map(() => 1)]);
  return each.mul(aligned).mean();
}

export interface Losses {
  /** What gradients are taken of: the weighted sum over outputs, and the penalties. */
  readonly total: Tensor;
  readonly perOutput: readonly Tensor[];
}

export function totalLoss(
  objectives: readonly Objective[],
  batch: Batch,
  predictions: readonly Tensor[],
  penalties: readonly Tensor[],
): Losses {
  const perOutput = objectives.map((objective, i) => outputLoss(objective, at(batch.y, i), at(predictions, i), batch.sampleWeight[i]));
  const weighted = perOutput.map((loss, i) => (objectives[i]?.lossWeight === 1 ? loss : loss.mul(objectives[i]?.lossWeight ?? 1)));
  const [first, ...rest] = [...weighted, ...penalties];
  return { total: rest.reduce((sum, term) => sum.add(term), first ?? literal(0, "float32")), perOutput };
}

/** The states of all metrics after one more batch. */
export function updateMetrics(
  objectives: readonly Objective[],
  states: readonly Tree[],
  batch: Batch,
  predictions: readonly Tensor[],
): readonly Tree[] {
  let next = 0;
  return objectives.flatMap(({ metrics }, i) =>
    metrics.map(({ metric, weighted }) => {
      const state = states[next++];
      if (state === undefined) throw new Error(`metric "${metric.name}": its state is missing.`);
      return metric.update(state, at(batch.y, i), at(predictions, i), weighted ? batch.sampleWeight[i] : undefined);
    }),
  );
}

export const initMetrics = (objectives: readonly Objective[]): readonly Tree[] =>
  objectives.flatMap(({ metrics }) => metrics.map(({ metric }) => metric.init()));

/** The values of all metrics by key. */
export function metricResults(objectives: readonly Objective[], states: readonly Tree[]): Readonly<Record<string, Tensor>> {
  const all = objectives.flatMap(({ metrics }) => metrics);
  return Object.fromEntries(all.map(({ key, metric }, i) => [key, metric.result(states[i] ?? [])]));
}

function at(list: readonly Tensor[], i: number): Tensor {
  const value = list[i];
  if (value === undefined) throw new Error(`The batch has no value for output ${i}.`);
  return value;
}
