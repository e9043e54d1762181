import { randomKey } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Config } from "../config.ts";

/** Makes the first value of a weight: a function of a key and a shape, with the config that saves it. */
export interface Initializer {
  (key: Tensor, shape: readonly number[]): Tensor;
  readonly config: Config;
}

/** Options of initializers that draw. */
export interface SeedOptions {
  /** Draws from this seed instead of the key, so the same values every time. Default: the key decides. */
  readonly seed?: number | undefined;
}

type Fill = (key: Tensor, shape: readonly number[]) => Tensor;

/** A function with the config that saves it. */
export const initializer = (config: Config, fill: Fill): Initializer =>
  Object.assign((key: Tensor, shape: readonly number[]) => fill(key, shape), { config });

/** {@link initializer} for one that draws: a seed takes the place of the key. */
export const seeded = (config: Config, { seed }: SeedOptions, draw: Fill): Initializer =>
  initializer(config, (key, shape) => draw(seed === undefined ? key : randomKey(seed), shape));
