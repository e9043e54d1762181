import { where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean(max(1 − y prediction, 0))` over the last axis; targets −1 and 1, or 0 and 1 (Keras `Hinge`). */
export const hinge = (): Loss => numericLoss({ name: "hinge", each: margin });

/** By how much `prediction` misses a margin of 1 on the side of `y`; 0 where it does not. */
export const margin = (y: Tensor, prediction: Tensor): Tensor => signs(y).mul(prediction).neg().add(1).maximum(0);

/** Targets that are all 0 or 1 become −1 and 1; others stay (Keras decides so for each batch). */
function signs(y: Tensor): Tensor {
  const binary = y.equal(0).logicalOr(y.equal(1)).all();
  return where(binary, y.mul(2).sub(1), y);
}
