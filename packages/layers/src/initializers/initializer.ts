import type { Tensor } from "@tidu/core-tensor";
import type { Config } from "../config.ts";

/** Makes the first value of a weight: a function of a key and a shape, with the config that saves it. */
export interface Initializer {
  (key: Tensor, shape: readonly number[]): Tensor;
  readonly config: Config;
}
