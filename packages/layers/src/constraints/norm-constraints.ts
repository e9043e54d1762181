import type { Tensor } from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { constraint } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";

/** Keeps norms away from a division by zero. */
const epsilon = 1e-7;

interface AxisOptions {
  /** The axes that a norm runs over: 0 for the weights into one unit of a dense layer. Default: 0. */
  readonly axis?: number | readonly number[] | undefined;
}

export interface MaxNormOptions extends AxisOptions {
  /** Default: 2. */
  readonly maxValue?: number | undefined;
}

export interface MinMaxNormOptions extends AxisOptions {
  /** Default: 0. */
  readonly minValue?: number | undefined;
  /** Default: 1. */
  readonly maxValue?: number | undefined;
  /** How far a norm moves into the interval at each step; 1 is all the way. Default: 1. */
  readonly rate?: number | undefined;
}

export type UnitNormOptions = AxisOptions;

const normOf = (w: Tensor, axis: number | readonly number[]): Tensor => w.square().sum({ axis, keepDims: true }).sqrt();

/** Shortens weight vectors that are longer than `maxValue` (Keras `MaxNorm`). */
export function maxNorm(options: MaxNormOptions = {}): Constraint {
  const { maxValue = 2, axis = 0 } = options;
  return constraint(configOf("maxNorm", options, { maxValue, axis }), (w) => {
    const norm = normOf(w, axis);
    return w.mul(norm.minimum(maxValue).div(norm.add(epsilon)));
  });
}

/** Brings the lengths of weight vectors into `[minValue, maxValue]` (Keras `MinMaxNorm`). */
export function minMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  const { minValue = 0, maxValue = 1, rate = 1, axis = 0 } = options;
  return constraint(configOf("minMaxNorm", options, { minValue, maxValue, rate, axis }), (w) => {
    const norm = normOf(w, axis);
    const desired = norm
      .maximum(minValue)
      .minimum(maxValue)
      .mul(rate)
      .add(norm.mul(1 - rate));
    return w.mul(desired.div(norm.add(epsilon)));
  });
}

/** Gives weight vectors the length 1 (Keras `UnitNorm`). */
export function unitNorm(options: UnitNormOptions = {}): Constraint {
  const { axis = 0 } = options;
  return constraint(configOf("unitNorm", options, { axis }), (w) => w.div(normOf(w, axis).add(epsilon)));
}
