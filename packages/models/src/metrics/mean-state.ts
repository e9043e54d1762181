import { literal, size } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Config } from "@tidu/layers";
import { alignedTo } from "../losses/average-loss.ts";
import type { Metric } from "./metric.ts";

/** A running average. */
export interface MeanState {
  readonly [key: string]: Tensor;
  /** The sum over examples, each weighted. */
  readonly total: Tensor;
  /** The sum of their weights. */
  readonly count: Tensor;
}

interface MeanMetric {
  readonly name: string;
  readonly config: Config;
  /** One value per example, or several `[batch, …]`, which are averaged. */
  readonly values: (y: Tensor, prediction: Tensor, mask: Tensor | undefined) => Tensor;
  /** Which of the values count, bool of their shape. Default: all. */
  readonly counted?: ((y: Tensor, prediction: Tensor) => Tensor | undefined) | undefined;
  /** What becomes of the average; default: nothing. */
  readonly finish?: (mean: Tensor) => Tensor;
}

/** A metric that is the average of something over all examples (Keras `MeanMetricWrapper`). */
export const meanMetric = ({ name, config, values, counted, finish = (mean) => mean }: MeanMetric): Metric<MeanState> => ({
  name,
  config,
  init: emptyMean,
  update: (state, y, prediction, weight, mask) => {
    const each = values(y, prediction, mask);
    const counts = counted?.(y, prediction)?.cast("float32");
    const aligned = weight && weightLike(weight, each, mask);
    return addToMean(
      state,
      each,
      counts === undefined ? aligned : aligned === undefined ? counts : alignedTo(each, aligned, `${name}: weights`).mul(counts),
    );
  },
  result: (state) => finish(meanOf(state)),
});

export const emptyMean = (): MeanState => ({ total: literal(0, "float32"), count: literal(0, "float32") });

/** 0 before anything was added. */
export const meanOf = ({ total, count }: MeanState): Tensor => divideNoNaN(total, count);

/** `a / b`, 0 where b is 0. */
export const divideNoNaN = (a: Tensor, b: Tensor): Tensor => a.div(b.add(b.equal(0).cast("float32"))).mul(b.notEqual(0).cast("float32"));

/**
 * A batch more.
 *
 * @param values `[batch, …]`, averaged over each example
 * @param weight `[batch]`, `[batch, time]`, or as many axes as values have
 */
export function addToMean({ total, count }: MeanState, values: Tensor, weight: Tensor | undefined): MeanState {
  if (weight === undefined) {
    const examples = size(values, 0, "float32");
    const inner = values.shape.slice(1).every((dim) => dim === 1)
      ? values.sum()
      : values.sum().mul(examples.div(size(values, undefined, "float32")));
    return { total: total.add(inner), count: count.add(examples) };
  }
  const aligned = weightLike(weight, values);
  const each = averageFrom(values, aligned.ndim).mul(aligned);
  return { total: total.add(averageFrom(each, 1).sum()), count: count.add(averageFrom(aligned.broadcastTo(each.shape), 1).sum()) };
}

/** The average over all axes from this one on. */
const averageFrom = (x: Tensor, axis: number): Tensor => (x.ndim <= axis ? x : x.mean({ axis: axesFrom(axis, x.ndim) }));

const axesFrom = (axis: number, ndim: number): readonly number[] => Array.from({ length: ndim - axis }, (_, i) => axis + i);

/** Weights with no more axes than the values: of steps that the values have joined, the average over those that count. */
export function weightLike(weight: Tensor, values: Tensor, mask?: Tensor): Tensor {
  if (mask === undefined || weight.ndim <= values.ndim || mask.ndim !== weight.ndim) return averageFrom(weight, values.ndim);
  const axis = axesFrom(values.ndim, weight.ndim);
  return weight.sum({ axis }).div(mask.cast("float32").sum({ axis }).maximum(1));
}
