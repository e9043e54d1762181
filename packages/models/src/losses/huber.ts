import { composite } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

export interface HuberOptions {
  /** Where the loss goes from quadratic to linear; above 0. Default: 1. */
  readonly delta?: number;
}

/**
 * `e² / 2` where the error is at most `delta`, `delta (|e| − delta / 2)` beyond it, averaged over the last axis: outliers pull no
 * harder than `delta` (Huber 1964; Keras `Huber`).
 *
 * @throws when `delta` is not positive
 */
export function huber({ delta = 1 }: HuberOptions = {}): Loss {
  if (!(delta > 0)) throw new RangeError(`huber: expected delta above 0, received ${delta}.`);
  return numericLoss({
    name: "huber",
    options: { delta },
    each: (y, prediction) =>
      composite(
        {
          name: "huber",
          options: { delta },
          body: (y, prediction) => {
            if (prediction === undefined) return y;
            const error = prediction.sub(y).abs();
            const quadratic = error.minimum(delta);
            return quadratic.mul(error.sub(quadratic.mul(0.5)));
          },
          gradient: ({ args: [y, prediction], cotangent }) => {
            if (y === undefined || prediction === undefined) return [];
            const slope = prediction.sub(y).maximum(-delta).minimum(delta).mul(cotangent);
            return [slope.neg(), slope];
          },
        },
        y,
        prediction,
      ),
  });
}
