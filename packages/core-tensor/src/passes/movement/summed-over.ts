import type { TensorData } from "../../tensor-data.ts";
import { isStatic } from "../../shape/shape.ts";
import { isPlain } from "./view.ts";
import type { View } from "./view.ts";

/**
 * The order of what a matrix product sums over is free: where only that keeps the left operand from lying as it seems to, the rows
 * of a constant right operand take its order instead.
 *
 * @param matrix `[inner, columns]`
 * @returns the left operand with the summed axis as it lies, and the matrix to match; undefined where that does not help
 */
export function summedAsItLies(a: View, matrix: TensorData): { readonly view: View; readonly matrix: TensorData } | undefined {
  const summed = a.groups.at(-1) ?? [];
  const dims = summed.map((factor) => a.factors[factor] ?? 1);
  const [rows = 0, columns = 0] = matrix.shape.map(Number);
  if (!(matrix.data instanceof Float32Array) || matrix.shape.length !== 2 || a.groups.length < 2 || isPlain(a) || !isStatic(dims))
    return undefined;
  const sizes = dims.map(Number);
  const lying = summed.toSorted((x, y) => x - y);
  const view = { ...a, groups: [...a.groups.slice(0, -1), lying] };
  if (!isPlain(view)) return undefined;

  const strideOf = new Map(summed.map((factor, i) => [factor, sizes.slice(i + 1).reduce((product, size) => product * size, 1)]));
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    let rest = row;
    let from = 0;
    for (const factor of lying.toReversed()) {
      const size = Number(a.factors[factor]);
      from += (rest % size) * (strideOf.get(factor) ?? 1);
      rest = Math.floor(rest / size);
    }
    data.set(matrix.data.subarray(from * columns, (from + 1) * columns), row * columns);
  }
  return { view, matrix: { ...matrix, data } };
}
