import { clip, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

export interface ShrinkOptions {
  /** Default: 0.5. */
  readonly threshold?: number | undefined;
}

export interface ThresholdOptions {
  readonly threshold: number;
  /** What takes the place of x up to the threshold. */
  readonly defaultValue: number;
}

/** 0 within `threshold` of 0, else x. */
export const hardShrink = (x: Tensor, { threshold = 0.5 }: ShrinkOptions = {}): Tensor =>
  unaryComposite({ name: "hardShrink", options: { threshold }, body: (x) => where(x.abs().greater(threshold), x, 0) }, x);

/** `x` brought towards 0 by `threshold`, not beyond. */
export const softShrink = (x: Tensor, { threshold = 0.5 }: ShrinkOptions = {}): Tensor =>
  unaryComposite(
    {
      name: "softShrink",
      options: { threshold },
      body: (x) => x.sub(clip(x, -threshold, threshold)),
      gradient: (g, x) => where(x.abs().greater(threshold), g, 0),
    },
    x,
  );

/**
 * `x` above `threshold`, else `defaultValue`.
 *
 * @throws when the options are missing: it has no defaults
 */
export function threshold(x: Tensor, options: ThresholdOptions): Tensor {
  const { threshold, defaultValue } = options ?? {};
  if (typeof threshold !== "number" || typeof defaultValue !== "number") {
    throw new TypeError(
      `threshold: expected the options threshold and defaultValue, as in { kind: "threshold", options: { threshold: 0, defaultValue: 0 } }.`,
    );
  }
  return where(x.greater(threshold), x, defaultValue);
}
