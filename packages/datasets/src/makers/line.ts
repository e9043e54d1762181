import type { TensorData } from "@tidu/core-tensor";
import { seededRandom } from "../rows/seeded-random.ts";
import { checkPointCount } from "./point-count.ts";

export interface LineOptions {
  /** Rows; default 100. */
  readonly points?: number;
  /** Default 3. */
  readonly slope?: number;
  /** Default 2. */
  readonly intercept?: number;
  /** The noise is uniform in [0, noise), so it lifts the line by noise / 2; default 1. */
  readonly noise?: number;
  /** x is uniform between these two; default [-1, 1]. */
  readonly range?: readonly [low: number, high: number];
  /** Reproduces the points. */
  readonly seed?: number | undefined;
}

export interface Points {
  /** float32 [points, features] */
  readonly x: TensorData<"float32">;
  /** float32 [points, 1] */
  readonly y: TensorData<"float32">;
}

/**
 * Points along a line, y = slope · x + intercept + noise.
 *
 * @returns x and y, both float32 [points, 1]
 * @example
 * ```ts
 * const { x, y } = line({ points: 100, slope: 3, intercept: 2, noise: 1, seed: 7 });
 * ```
 */
export function line({ points = 100, slope = 3, intercept = 2, noise = 1, range: [low, high] = [-1, 1], seed }: LineOptions = {}): Points {
  checkPointCount("line", "points", points);
  const random = seededRandom("line", seed);
  const x = Float32Array.from({ length: points }, () => low + (high - low) * random.uniform());
  const y = x.map((value) => slope * value + intercept + noise * random.uniform());
  const shape = [points, 1];
  return { x: { dtype: "float32", shape, data: x }, y: { dtype: "float32", shape, data: y } };
}
