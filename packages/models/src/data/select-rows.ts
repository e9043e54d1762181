import { emptyArray } from "@tidu/core-tensor";
import type { TensorData, TypedArray } from "@tidu/core-tensor";

/** A copy of some rows, in this order; a row may come several times. */
export function selectRows({ dtype, shape, data }: TensorData, rows: readonly number[]): TensorData {
  const size = data.length / (shape[0] ?? 1);
  const chosen = emptyArray(dtype, size * rows.length);
  rows.forEach((row, i) => copyInto(chosen, data.subarray(row * size, (row + 1) * size), i * size));
  return { dtype, shape: [rows.length, ...shape.slice(1)], data: chosen };
}

/** `set` for arrays of one dtype. */
export function copyInto(to: TypedArray, from: TypedArray, offset: number): void {
  if (to instanceof BigInt64Array) {
    if (from instanceof BigInt64Array) to.set(from, offset);
  } else if (!(from instanceof BigInt64Array)) to.set(from, offset);
}
