import { byteSize, emptyArray } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { rowCount, rowsOf } from "./rows.ts";

/**
 * The rows of `x` at `indices`, in that order; an index may repeat.
 *
 * @param x rows-first data of any shape `[rows, …]` and dtype
 * @param indices row numbers from 0; negative ones count from the end
 * @returns a copy of shape `[indices.length, …]` and the dtype of `x`
 * @throws when an index is no row number
 * @example
 * ```ts
 * takeRows([[1, 2], [3, 4], [5, 6]], [2, 0]); // [[5, 6], [1, 2]]
 * ```
 */
export function takeRows(x: ArrayLike, indices: Iterable<number>): TensorData {
  const source = rowsOf("takeRows", x);
  const rows = rowCount(source);
  const positions = Array.from(indices, (index, position) => {
    if (Number.isInteger(index) && index >= -rows && index < rows) return index < 0 ? index + rows : index;
    throw new RangeError(`takeRows: expected a row number from ${-rows} to ${rows - 1}, received ${index} at position ${position}.`);
  });
  return gatherRows(source, positions);
}

/** {@link takeRows} without its checks. */
export function gatherRows(
  { dtype, shape, data }: TensorData,
  positions: { readonly length: number; readonly [index: number]: number },
): TensorData {
  const [rows = 0, ...rowShape] = shape;
  const rowSize = rows === 0 ? 0 : data.length / rows;
  const out = emptyArray(dtype, positions.length * rowSize);
  // Rows move as bytes, so that one loop serves every dtype.
  const rowBytes = rowSize * byteSize(dtype);
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const to = new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  for (let i = 0; i < positions.length; i++) {
    const start = (positions[i] ?? 0) * rowBytes;
    to.set(from.subarray(start, start + rowBytes), i * rowBytes);
  }
  return { dtype, shape: [positions.length, ...rowShape], data: out };
}
