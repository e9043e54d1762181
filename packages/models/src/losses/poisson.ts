import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean(prediction − y log(prediction + 1e-7))` over the last axis, for counts (Keras `Poisson`). */
export const poisson = (): Loss =>
  numericLoss({ name: "poisson", each: (y, prediction) => prediction.sub(y.mul(prediction.add(1e-7).log())) });
