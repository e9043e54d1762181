import { literal } from "@tidu/core-tensor";
import type { Tensor, TensorSpec, Tree } from "@tidu/core-tensor";
import { averageLoss } from "../losses/average-loss.ts";
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
  /** Per example [batch], or per position [batch, time]; undefined where all count alike. */
  readonly sampleWeight: readonly (Tensor | undefined)[];
}

/** What the network gives for a batch, by output. */
export interface Predictions {
  readonly outputs: readonly Tensor[];
  /** Which time steps count, bool[batch, time]; undefined: all. */
  readonly masks: readonly (Tensor | undefined)[];
}

export interface Losses {
  /** What gradients are taken of: the weighted sum over outputs, and the penalties. */
  readonly total: Tensor;
  readonly perOutput: readonly Tensor[];
}

export function totalLoss(
  objectives: readonly Objective[],
  batch: Batch,
  { outputs, masks }: Predictions,
  penalties: readonly Tensor[],
): Losses {
  const perOutput = objectives.map(({ loss }, i) =>
    averageLoss(loss, at(batch.y, i), at(outputs, i), { sampleWeight: batch.sampleWeight[i], mask: masks[i] }),
  );
  const weighted = perOutput.map((loss, i) => (objectives[i]?.lossWeight === 1 ? loss : loss.mul(objectives[i]?.lossWeight ?? 1)));
  const [first, ...rest] = [...weighted, ...penalties];
  return { total: rest.reduce((sum, term) => sum.add(term), first ?? literal(0, "float32")), perOutput };
}

/** The states of all metrics after one more batch. What a mask leaves out weighs 0, in metrics that ignore sample weights too. */
export function updateMetrics(
  objectives: readonly Objective[],
  states: readonly Tree[],
  batch: Batch,
  { outputs, masks }: Predictions,
): readonly Tree[] {
  let next = 0;
  return objectives.flatMap(({ metrics }, i) =>
    metrics.map(({ metric, weighted }) => {
      const state = states[next++];
      if (state === undefined) throw new Error(`metric "${metric.name}": its state is missing.`);
      const weight = combinedWeight(weighted ? batch.sampleWeight[i] : undefined, masks[i]);
      return metric.update(state, at(batch.y, i), at(outputs, i), weight, masks[i]);
    }),
  );
}

/** Weights `[batch]` or `[batch, time]`, and 0 where the mask bool[batch, time] leaves steps out. */
function combinedWeight(sampleWeight: Tensor | undefined, mask: Tensor | undefined): Tensor | undefined {
  if (mask === undefined || sampleWeight === undefined) return mask === undefined ? sampleWeight : mask.cast("float32");
  const rank = Math.max(sampleWeight.ndim, mask.ndim);
  const widened = (x: Tensor): Tensor => x.reshape([...x.shape, ...Array.from({ length: rank - x.ndim }, () => 1)]);
  return widened(sampleWeight).mul(widened(mask.cast("float32")));
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
