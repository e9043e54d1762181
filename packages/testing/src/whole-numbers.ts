import { sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

/** Whole numbers from -4 to 4 that depend on the shape and the seed alone: element `i` is `37 · (i + 1) · (i + 3 + seed) mod 101 mod 9 - 4`. */
export function wholeNumbers(shape: readonly number[], seed: number): TensorData<"float32"> {
  const data = Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => (((37 * (i + 1) * (i + 3 + seed)) % 101) % 9) - 4);
  return { dtype: "float32", shape, data };
}
