import type { Tensor } from "@tidu/core-tensor";
import type { Config } from "../config.ts";

/** Brings a weight back into a set after every update, with the config that saves it. */
export interface Constraint {
  (weight: Tensor): Tensor;
  readonly config: Config;
}

/** A function with the config that saves it. */
export const constraint = (config: Config, project: (weight: Tensor) => Tensor): Constraint =>
  Object.assign((weight: Tensor) => project(weight), { config });
