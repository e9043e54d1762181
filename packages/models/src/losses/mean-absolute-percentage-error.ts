import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `100 mean(|y − prediction| / max(|y|, 1e-7))` over the last axis (Keras `MeanAbsolutePercentageError`; `"mape"`). */
export const meanAbsolutePercentageError = (): Loss =>
  numericLoss({
    name: "meanAbsolutePercentageError",
    each: (y, prediction) => prediction.sub(y).div(y.abs().maximum(1e-7)).abs().mul(100),
  });
