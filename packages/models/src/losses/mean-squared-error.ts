import { composite } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean((prediction − y)²)` over the last axis (Keras `MeanSquaredError`; `"mse"`). */
export const meanSquaredError = (): Loss => numericLoss({ name: "meanSquaredError", each: squaredDifference });

/** `(prediction − y)²`; its gradient is 2 (prediction − y) g, in one product fewer than that of a square. */
export const squaredDifference = (y: Tensor, prediction: Tensor): Tensor =>
  composite(
    {
      name: "squaredDifference",
      body: (y, prediction) => (prediction === undefined ? y : prediction.sub(y).square()),
      gradient: ({ args: [y, prediction], cotangent }) => {
        if (y === undefined || prediction === undefined) return [];
        const slope = prediction.sub(y).mul(cotangent.mul(2));
        return [slope.neg(), slope];
      },
    },
    y,
    prediction,
  );
