import { tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

/** The elements as JavaScript numbers, whatever the dtype. */
export function numbersOf(data: TensorData): Float64Array {
  const readable = data.dtype === "float16" ? tensorData(data, data.shape, "float32") : data;
  return Float64Array.from({ length: readable.data.length }, (_, i) => Number(readable.data[i]));
}
