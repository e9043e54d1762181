import { printSpec } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unserializable } from "@tidu/layers";
import type { Loss } from "./loss.ts";
import { hasNumbersOf } from "./target-spec.ts";

/**
 * A loss of one's own: targets float32 and predictions to one loss per example `[batch]` (per position …), or to a scalar. Losses of
 * positions that the mask bool[batch, time] leaves out are left out of the average; a function that joins time steps looks at it itself.
 */
export type LossFunction = (y: Tensor, prediction: Tensor, mask?: Tensor) => Tensor;

/** A function as a loss. Targets get the output's shape where they fit it, so that `[batch]` never meets `[batch, 1]`; others stay as they are. */
export function lossFromFunction(fn: LossFunction): Loss {
  const name = fn.name === "" ? "loss" : fn.name;
  return {
    name,
    config: unserializable(`the loss function "${name}"`),
    perExample: (y, prediction, mask) => {
      const losses = fn(y, prediction, mask);
      if (losses.dtype !== "float32") throw new TypeError(`loss "${name}": expected a float32 result, received ${printSpec(losses.spec)}.`);
      return losses.ndim === 0 ? losses.broadcastTo([prediction.shape[0] ?? 1]) : losses;
    },
    target: (prediction, given) => ({
      dtype: "float32",
      shape: hasNumbersOf(prediction, given) ? prediction.shape : [prediction.shape[0] ?? 1, ...given.shape.slice(1)],
    }),
  };
}
