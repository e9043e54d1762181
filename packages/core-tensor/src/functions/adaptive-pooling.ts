import { tensor } from "../leaf-tensors.ts";
import type { DataFormat } from "../ops/windows.ts";
import { isStatic, sizeOfDims } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";
import { globalAveragePool, globalMaxPool, spatialAxes } from "./global-pooling.ts";
import { averagePool, maxPool } from "./pooling.ts";
import { reindex } from "./shaping.ts";
import { perAxis } from "./window-options.ts";

export interface AdaptivePoolOptions {
  /** Where channels stand. Default: `"channelsLast"`. */
  readonly dataFormat?: DataFormat | undefined;
}

/**
 * Means of as many windows as are asked for, along every spatial axis (Keras `ops.adaptive_average_pool`): window `i` goes from
 * `floor(i · size / count)` to `ceil((i + 1) · size / count)`, as PyTorch's.
 *
 * @param x `[batch, ...spatial, channels]`, or channels first
 * @param size how many windows: one number, or one per spatial axis
 * @throws when a spatial axis that is not pooled as a whole has no known size
 */
export const adaptiveAveragePool = (x: Tensor, size: number | readonly number[], options: AdaptivePoolOptions = {}): Tensor =>
  adaptivePool(x, size, options, average);

/** The largest elements of the windows of {@link adaptiveAveragePool} (Keras `ops.adaptive_max_pool`). */
export const adaptiveMaxPool = (x: Tensor, size: number | readonly number[], options: AdaptivePoolOptions = {}): Tensor =>
  adaptivePool(x, size, options, largest);

interface Kind {
  readonly name: string;
  readonly all: typeof globalAveragePool;
  readonly regular: typeof averagePool;
  /** Pools one axis by uneven windows. */
  readonly uneven: (x: Tensor, axis: number, windows: readonly Span[]) => Tensor;
}

/** From `start` up to, not including, `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The rows of all windows one after another, padded with zeros to one length; their sums are divided by the true lengths. */
const average: Kind = {
  name: "adaptiveAveragePool",
  all: globalAveragePool,
  regular: averagePool,
  uneven: (x, axis, windows) => {
    const length = longest(windows);
    const rows = windows.flatMap(({ start, end }) => positions(length).map((i) => (start + i < end ? start + i : -1)));
    const apart = reindex(x, rows, axis).reshape([
      sizeOfDims(x.shape.slice(0, axis)),
      windows.length,
      length,
      sizeOfDims(x.shape.slice(axis + 1)),
    ]);
    const lengths = tensor(Float32Array.from(windows, ({ start, end }) => end - start)).reshape([windows.length, 1]);
    return apart.sum({ axis: 2 }).div(lengths).reshape(x.shape.with(axis, windows.length));
  },
};

/** The same with the last row of a window repeated, so that the first largest element stays the first. */
const largest: Kind = {
  name: "adaptiveMaxPool",
  all: globalMaxPool,
  regular: maxPool,
  uneven: (x, axis, windows) => {
    const length = longest(windows);
    const rows = windows.flatMap(({ start, end }) => positions(length).map((i) => Math.min(start + i, end - 1)));
    const apart = reindex(x, rows, axis).reshape([sizeOfDims(x.shape.slice(0, axis)), rows.length, sizeOfDims(x.shape.slice(axis + 1))]);
    return maxPool(apart, length).reshape(x.shape.with(axis, windows.length));
  },
};

function adaptivePool(
  x: Tensor,
  size: number | readonly number[],
  { dataFormat = "channelsLast" }: AdaptivePoolOptions,
  { name, all, regular, uneven }: Kind,
): Tensor {
  const axes = spatialAxes(x, dataFormat, name);
  const counts = perAxis(size, axes.length, `${name}: size`);
  const sizes: Shape = axes.map((axis) => x.shape[axis] ?? 1);
  if (!isStatic(sizes) || sizes.includes(0)) {
    if (counts.every((count) => count === 1)) return all(x, { dataFormat, keepDims: true });
    throw new Error(`${name} of ${printSpec(x.spec)}: the windows depend on the size of the image. Fix it, or pool all of it (size 1).`);
  }
  const sides = sizes.map((length, i) => length / (counts[i] ?? 1));
  if (sides.every(Number.isInteger)) return regular(x, sides, { dataFormat });
  return axes.reduceRight((pooled, axis, i) => {
    const [length = 1, count = 1] = [sizes[i], counts[i]];
    if (length === count) return pooled;
    const windows = positions(count).map((window) => ({
      start: Math.floor((window * length) / count),
      end: Math.ceil(((window + 1) * length) / count),
    }));
    return uneven(pooled, axis, windows);
  }, x);
}

const longest = (windows: readonly Span[]): number => Math.max(...windows.map(({ start, end }) => end - start));

const positions = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
