import * as draw from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { seeded } from "./initializer.ts";
import type { Initializer, SeedOptions } from "./initializer.ts";

export interface RandomUniformOptions extends SeedOptions {
  /** The lower bound, included. Default: -0.05. */
  readonly minval?: number | undefined;
  /** The upper bound, excluded. Default: 0.05. */
  readonly maxval?: number | undefined;
}

export interface RandomNormalOptions extends SeedOptions {
  /** Default: 0. */
  readonly mean?: number | undefined;
  /** The standard deviation (before truncation). Default: 0.05. */
  readonly stddev?: number | undefined;
}

/** Uniform in `[minval, maxval)` (Keras `RandomUniform`). */
export function randomUniform(options: RandomUniformOptions = {}): Initializer {
  const { minval = -0.05, maxval = 0.05, seed } = options;
  return seeded(configOf("randomUniform", options, { minval, maxval, seed }), options, (key, shape) =>
    draw.uniform(key, shape, minval, maxval),
  );
}

/** Normal (Keras `RandomNormal`). */
export function randomNormal(options: RandomNormalOptions = {}): Initializer {
  const { mean = 0, stddev = 0.05, seed } = options;
  return seeded(configOf("randomNormal", options, { mean, stddev, seed }), options, (key, shape) => draw.normal(key, shape, mean, stddev));
}

/** Normal, drawn again beyond two standard deviations (Keras `TruncatedNormal`). */
export function truncatedNormal(options: RandomNormalOptions = {}): Initializer {
  const { mean = 0, stddev = 0.05, seed } = options;
  return seeded(configOf("truncatedNormal", options, { mean, stddev, seed }), options, (key, shape) =>
    draw.truncatedNormal(key, shape, mean, stddev),
  );
}
