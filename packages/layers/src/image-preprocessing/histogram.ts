import { iota, mulDims, scatterAdd, zeros } from "@tidu/core-tensor";
import type { Dim, Tensor } from "@tidu/core-tensor";

/**
 * How often each number occurs in every row.
 *
 * @param values int32 `[rows, count]` from 0 to `bins` − 1
 * @returns float32 `[rows, bins]`
 */
export function histogram(values: Tensor, bins: number): Tensor {
  const rows: Dim = values.shape[0] ?? 1;
  const flat = rowStarts(rows, bins).add(values).reshape([-1]);
  const ones = flat.mul(0).add(1).cast("float32");
  return scatterAdd(zeros([mulDims(rows, bins)]), flat, ones).reshape([rows, bins]);
}

/** Where every row of a table `[rows, width]` begins when it is read flat: int32 `[rows, 1]`. */
export const rowStarts = (rows: Dim, width: number): Tensor => iota(rows).mul(width).expandDims(1);
