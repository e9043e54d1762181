import { where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { oneOf } from "../option-checks.ts";

/**
 * What stands beside an image: `"reflect"` (d c b a | a b c d | d c b a), `"wrap"` (a b c d | a b c d | a b c d), `"nearest"`
 * (a a a a | a b c d | d d d d), or `"constant"`, the fill value.
 */
export type FillMode = "reflect" | "wrap" | "constant" | "nearest";

/** How a value between pixels is found: the nearest pixel, or the four around it by their distance. */
export type PixelInterpolation = "nearest" | "bilinear";

/** Options of layers that read images at other places. */
export interface SamplingOptions {
  /** What stands beside an image. Default: `"reflect"`. */
  readonly fillMode?: FillMode | undefined;
  /** The value beside the image with fill mode `"constant"`. Default: 0. */
  readonly fillValue?: number | undefined;
  /** Default: `"bilinear"`. */
  readonly interpolation?: PixelInterpolation | undefined;
}

/** {@link SamplingOptions} with defaults filled in. */
export interface Sampling {
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly interpolation: PixelInterpolation;
}

export const toPixelInterpolation = (where: string, value: PixelInterpolation = "bilinear"): PixelInterpolation =>
  oneOf(where, "interpolation", value, ["nearest", "bilinear"]);

export const toSampling = (where: string, { fillMode = "reflect", fillValue = 0, interpolation }: SamplingOptions): Sampling => ({
  fillMode: oneOf(where, "fillMode", fillMode, ["reflect", "wrap", "constant", "nearest"]),
  fillValue,
  interpolation: toPixelInterpolation(where, interpolation),
});

/**
 * Coordinates along an axis of `size` pixels, moved onto the image; `"constant"` leaves those beside it there. The rules of
 * TensorFlow's ImageProjectiveTransformV3.
 */
export function ontoImage(c: Tensor, size: number, mode: FillMode): Tensor {
  const last = size - 1;
  if (mode === "constant") return c.maximum(-2).minimum(size + 1); // far away is as good as just outside, and fits int32
  if (mode === "reflect") return reflected(c, size).maximum(0).minimum(last);
  if (mode === "wrap") return wrapped(c, size).maximum(0).minimum(last);
  return c.maximum(0).minimum(last);
}

function reflected(c: Tensor, size: number): Tensor {
  const period = 2 * size;
  const m = c.sub(c.div(period).floor().mul(period)); // [0, 2 · size)
  return where(m.less(size), m, m.neg().add(period - 1));
}

/** Whole turns are counted in steps of size − 1 and taken back in steps of size, as TensorFlow and SciPy do. */
function wrapped(c: Tensor, size: number): Tensor {
  if (size === 1) return c.mul(0);
  const turns = c
    .abs()
    .div(size - 1)
    .floor();
  const below = c.add(turns.add(1).mul(size));
  const above = c.sub(turns.mul(size));
  return where(c.less(0), below, where(c.greater(size - 1), above, c));
}
