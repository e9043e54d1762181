import { foldInKey, hash, keyOfSeed, sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

/** Numbers between -1 and 1 that depend on the seed alone, for directions and weights of checks. */
export function randomValues(shape: readonly number[], seed: number): TensorData<"float32"> {
  const [key0, key1] = foldInKey(keyOfSeed(seed), 1);
  const data = Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => hash(key0, key1, i) / 2 ** 31 - 1);
  return { dtype: "float32", shape, data };
}
