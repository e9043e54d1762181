import type { Tensor } from "@tidu/core-tensor";
import type { Config } from "../config.ts";

/**
 * A learning rate as a function of the step: an int32 scalar of updates done so far (0 in the first one) to a float32 scalar,
 * computed inside the graph. `config` is what a file holds of it.
 */
export interface Schedule {
  (step: Tensor): Tensor;
  readonly config: Config;
}

/** A schedule of its config and its formula, which gets the step as float32. */
export const schedule = (config: Config, rate: (step: Tensor) => Tensor): Schedule =>
  Object.assign((step: Tensor): Tensor => rate(step.cast("float32")), { config });
