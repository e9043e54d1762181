import { isTensorData, tensorData } from "@tidu/core-tensor";
import type { ArrayLike, DType, TensorData } from "@tidu/core-tensor";

/** The batches of what `adapt` was given: the array as one, or those of an iterable. */
export const hostBatches = (data: ArrayLike | Iterable<TensorData>, shape?: readonly number[], dtype?: DType): Iterable<TensorData> =>
  isBatches(data) ? data : [tensorData(data, shape, dtype)];

/** An iterable of `{ dtype, shape, data }`, and not numbers. */
function isBatches(data: ArrayLike | Iterable<TensorData>): data is Iterable<TensorData> {
  if (typeof data !== "object" || ArrayBuffer.isView(data) || isTensorData(data)) return false;
  return Array.isArray(data) ? isTensorData(data[0]) : Symbol.iterator in data;
}
