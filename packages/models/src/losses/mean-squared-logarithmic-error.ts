import type { Tensor } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { squaredDifference } from "./mean-squared-error.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean((log(prediction + 1) − log(y + 1))²)`, numbers below 1e-7 taken as that (Keras `MeanSquaredLogarithmicError`; `"msle"`). */
export const meanSquaredLogarithmicError = (): Loss =>
  numericLoss({ name: "meanSquaredLogarithmicError", each: (y, prediction) => squaredDifference(logarithm(y), logarithm(prediction)) });

const logarithm = (x: Tensor): Tensor => x.maximum(1e-7).add(1).log();
