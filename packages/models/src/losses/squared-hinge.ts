import { margin } from "./hinge.ts";
import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean(max(1 − y prediction, 0)²)` over the last axis; targets −1 and 1, or 0 and 1 (Keras `SquaredHinge`). */
export const squaredHinge = (): Loss => numericLoss({ name: "squaredHinge", each: (y, prediction) => margin(y, prediction).square() });
