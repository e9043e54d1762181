import { dtypes, printShape, resolveAxis, tensor, tensorData } from "@tidu/core-tensor";
import type { ArrayLike, Tensor, TensorData, TensorSpec } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { hostBatches } from "./host-batches.ts";
import { hostMoments } from "./host-moments.ts";

/** Numbers nested like the axes that they belong to. */
export type Statistic = number | readonly Statistic[];

export interface NormalizationOptions extends LayerOptions {
  /** The axes (batch included) whose positions each have a mean and variance; `null`: one for all numbers. Default: -1. */
  readonly axis?: number | readonly number[] | null | undefined;
  /** Known means; together with `variance`. Default: learned by `adapt`. */
  readonly mean?: Statistic | undefined;
  /** Known variances. */
  readonly variance?: Statistic | undefined;
  /** Turn normalized numbers back. Default: false. */
  readonly invert?: boolean | undefined;
}

/** A layer that knows, or can learn, means and variances. */
export interface NormalizationLayer extends Layer {
  /**
   * The same layer with the means and variances of some data. They are part of its config, so saved and exported with it.
   *
   * @param data an array as `fit` takes it, or an iterable of batches `{ dtype, shape, data }`
   * @param shape of a typed array
   * @returns a new layer; this one stays as it is
   */
  adapt(data: ArrayLike | Iterable<TensorData>, shape?: readonly number[]): NormalizationLayer;
}

/** Standard deviations below it count as this. */
const epsilon = 1e-7;

/**
 * `(x − mean) / √variance`, with statistics that are given or learned by `adapt` before training, as float32 whatever the dtype
 * of the input (Keras `Normalization`).
 *
 * @example
 * const scale = normalization().adapt(train.x);
 * const model = sequential([scale, dense({ units: 1 })]);
 */
export function normalization(options: NormalizationOptions = {}): NormalizationLayer {
  const where = options.name ?? "normalization";
  const { axis = -1, mean, variance, invert = false } = options;
  if ((mean === undefined) !== (variance === undefined)) throw new Error(`${where}: give both mean and variance, or none.`);
  const known = mean === undefined || variance === undefined ? undefined : { mean: tensorData(mean), variance: tensorData(variance) };
  if (known && printShape(known.mean.shape) !== printShape(known.variance.shape)) {
    throw new Error(
      `${where}: expected mean and variance of one shape, received ${printShape(known.mean.shape)} and ${printShape(known.variance.shape)}.`,
    );
  }
  const keptAxes = (rank: number): readonly number[] => keptOf(axis, rank, where);

  const made = layer("normalization", {
    options,
    config: { axis, mean, variance, invert },
    dtypes,
    check: ([x]) => (known === undefined ? undefined : misfit(x, known.mean.shape, keptAxes(x.shape.length))),
    masking: "passes",
    apply: (_, x) => {
      if (known === undefined)
        throw new Error(`${where}: has no mean and variance yet. Use the layer that adapt(data) returns, or give both.`);
      const aligned = (statistic: TensorData): Tensor =>
        tensor(statistic).reshape(statisticShape(x.ndim, statistic.shape, keptAxes(x.ndim)));
      const deviation = aligned(known.variance).sqrt().maximum(epsilon);
      const values = x.cast("float32");
      return invert ? values.mul(deviation).add(aligned(known.mean)) : values.sub(aligned(known.mean)).div(deviation);
    },
  });
  return Object.assign(made, {
    adapt: (data: ArrayLike | Iterable<TensorData>, shape?: readonly number[]): NormalizationLayer => {
      const learned = hostMoments(hostBatches(data, shape), keptAxes, where);
      return normalization({ ...options, mean: nested(learned.mean, learned.shape), variance: nested(learned.variance, learned.shape) });
    },
  });
}

const keptOf = (axis: NormalizationOptions["axis"], rank: number, where: string): readonly number[] =>
  (axis === null || axis === undefined ? [] : typeof axis === "number" ? [axis] : axis)
    .map((at) => resolveAxis(at, rank, where))
    .toSorted((a, b) => a - b);

/** Statistics belong to the last of the kept axes; they broadcast along the others. */
const statisticShape = (rank: number, statistic: readonly number[], kept: readonly number[]): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => statistic[kept.indexOf(axis) - (kept.length - statistic.length)] ?? 1);

function misfit(x: TensorSpec, statistic: readonly number[], kept: readonly number[]): string | undefined {
  const axes = kept.slice(kept.length - Math.min(statistic.length, kept.length));
  const fits = statistic.length <= kept.length && statistic.every((size, i) => size === 1 || size === x.shape[axes[i] ?? 0]);
  return fits
    ? undefined
    : `expected an input for statistics of shape ${printShape(statistic)}${kept.length === 0 ? "" : ` on axis ${kept.join(", ")}`}`;
}

/** A flat list as nested arrays of a shape. */
function nested(values: readonly number[], shape: readonly number[]): Statistic {
  const [first, ...rest] = shape;
  if (first === undefined) return values[0] ?? 0;
  const size = values.length / first;
  return Array.from({ length: first }, (_, i) => nested(values.slice(i * size, (i + 1) * size), rest));
}
