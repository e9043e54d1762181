import type { Tensor } from "@tidu/core-tensor";

/** Targets 0 to 1 moved towards 1/2 by a share (Szegedy et al. 2016). */
export const smoothBinary = (y: Tensor, share: number): Tensor => (share === 0 ? y : y.mul(1 - share).add(share / 2));

/** One-hot rows moved towards equal shares of all classes; the classes are counted on the last axis, as in Keras. */
export function smoothCategorical(y: Tensor, share: number): Tensor {
  if (share === 0) return y;
  const numClasses = y.shape.at(-1);
  if (typeof numClasses !== "number") throw new Error("labelSmoothing: the number of classes must be known.");
  return y.mul(1 - share).add(share / numClasses);
}
