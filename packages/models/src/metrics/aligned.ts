import type { Tensor } from "@tidu/core-tensor";

/** Targets as float32 in the shape of the prediction, where only an axis of size 1 keeps them apart. */
export function numbersFor(y: Tensor, prediction: Tensor): Tensor {
  const numbers = y.cast("float32");
  if (numbers.ndim + 1 === prediction.ndim && prediction.shape.at(-1) === 1) return numbers.expandDims(-1);
  return numbers.ndim === prediction.ndim + 1 && numbers.shape.at(-1) === 1 ? numbers.squeeze(-1) : numbers;
}

/** Class ids int32 without the last axis of the prediction. */
export function classIdsOf(y: Tensor, prediction: Tensor): Tensor {
  const ids = y.cast("int32");
  return ids.ndim === prediction.ndim && ids.shape.at(-1) === 1 ? ids.squeeze(-1) : ids;
}
