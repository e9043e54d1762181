import { printShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

/** Mean and (biased) variance of every position on the kept axes, row-major over them. */
export interface HostMoments {
  readonly shape: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/**
 * Mean and variance over batches of numbers, in float64. Each batch is summed on its own and merged with those before it
 * (Chan et al. 1979), so that nothing cancels.
 *
 * @param kept gives the axes that keep their positions, for a rank
 * @param where the layer's name in errors
 * @throws when there is no example, or batches differ on a kept axis
 */
export function hostMoments(batches: Iterable<TensorData>, kept: (rank: number) => readonly number[], where: string): HostMoments {
  let total: { readonly shape: readonly number[]; count: number; readonly mean: Float64Array; readonly squares: Float64Array } | undefined;
  for (const { data, shape } of batches) {
    const axes = kept(shape.length);
    const keptShape = axes.map((axis) => shape[axis] ?? 1);
    const positions = positionsOf(shape, axes);
    const size = keptShape.reduce((product, length) => product * length, 1);
    const count = data.length / size;
    if (count === 0 || size === 0) continue;
    const mean = new Float64Array(size);
    const squares = new Float64Array(size);
    positions.forEach((at, i) => (mean[at] = (mean[at] ?? 0) + Number(data[i]) / count));
    positions.forEach((at, i) => (squares[at] = (squares[at] ?? 0) + (Number(data[i]) - (mean[at] ?? 0)) ** 2));
    if (total === undefined) {
      total = { shape: keptShape, count, mean, squares };
      continue;
    }
    if (printShape(keptShape) !== printShape(total.shape))
      throw new Error(
        `${where}: expected batches of shape ${printShape(total.shape)} on the kept axes, received ${printShape(keptShape)}.`,
      );
    const all = total.count + count;
    for (let i = 0; i < size; i++) {
      const difference = (mean[i] ?? 0) - (total.mean[i] ?? 0);
      total.mean[i] = (total.mean[i] ?? 0) + (difference * count) / all;
      total.squares[i] = (total.squares[i] ?? 0) + (squares[i] ?? 0) + (difference ** 2 * total.count * count) / all;
    }
    total.count = all;
  }
  if (total === undefined) throw new Error(`${where}: expected at least one example, received none.`);
  const { shape, mean, squares, count } = total;
  return { shape, mean: [...mean], variance: Array.from(squares, (sum) => sum / count) };
}

/** For every element, its position on the kept axes. */
function positionsOf(shape: readonly number[], kept: readonly number[]): Int32Array {
  const strides = shape.map(() => 0);
  let stride = 1;
  for (const axis of kept.toReversed()) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const positions = new Int32Array(size);
  const index = shape.map(() => 0);
  let position = 0;
  for (let i = 0; i < size; i++) {
    positions[i] = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      const next = (index[axis] ?? 0) + 1;
      const step = strides[axis] ?? 0;
      if (next < length) {
        index[axis] = next;
        position += step;
        break;
      }
      index[axis] = 0;
      position -= step * (length - 1);
    }
  }
  return positions;
}
