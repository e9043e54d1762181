import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean(|prediction − y|)` over the last axis (Keras `MeanAbsoluteError`; `"mae"`). */
export const meanAbsoluteError = (): Loss => numericLoss({ name: "meanAbsoluteError", each: (y, prediction) => prediction.sub(y).abs() });
