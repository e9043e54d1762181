import type { Tensor } from "@tidu/core-tensor";
import type { Config } from "../config.ts";

/** A penalty on a weight, added to the loss: a function of the weight to a scalar, with the config that saves it. */
export interface Regularizer {
  (weight: Tensor): Tensor;
  readonly config: Config;
}

/** A function with the config that saves it. */
export const regularizer = (config: Config, penalty: (weight: Tensor) => Tensor): Regularizer =>
  Object.assign((weight: Tensor) => penalty(weight), { config });
