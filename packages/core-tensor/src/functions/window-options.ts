import { requireDataFormat, splitImage } from "../ops/windows.ts";
import type { DataFormat, WindowParams } from "../ops/windows.ts";
import { nearest } from "../nearest.ts";
import { printDim } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";

/**
 * What goes around an image before windows slide over it: `"valid"` nothing; `"same"` what makes `ceil(size / stride)` windows fit,
 * the larger half behind (as TensorFlow); `"causal"` all of it in front; a number or one per axis on both sides; `[front, behind]` per axis.
 */
export type Padding = "valid" | "same" | "causal" | number | readonly (number | readonly [number, number])[];

/** How windows slide; every number may be one for all spatial axes or a list with one each. */
export interface WindowOptions {
  /** Distance between windows. Default: 1 (pooling: the size of the window). */
  readonly strides?: number | readonly number[] | undefined;
  /** Default: `"valid"`. */
  readonly padding?: Padding | undefined;
  /** Where channels stand in x (and in a filter). Default: `"channelsLast"`. */
  readonly dataFormat?: DataFormat | undefined;
}

/** One whole number per spatial axis, at least `least`. */
export function perAxis(value: number | readonly number[], axes: number, where: string, least = 1): readonly number[] {
  const list = typeof value === "number" ? Array.from({ length: axes }, () => value) : value;
  if (list.length !== axes || list.some((number) => !Number.isInteger(number) || number < least)) {
    throw new RangeError(
      `${where}: expected ${axes === 1 ? "a whole number" : `a whole number, or ${axes} of them`}, each at least ${least}, received [${list.join(", ")}].`,
    );
  }
  return list;
}

/** The params of windows of `size` over `x`, with padding in numbers. */
export function windowParams(
  x: Tensor,
  size: readonly number[],
  { strides, padding = "valid", dataFormat = "channelsLast" }: WindowOptions,
  dilations: readonly number[],
  where: string,
): WindowParams {
  requireDataFormat(dataFormat, where);
  const { spatial } = splitImage(x.shape, dataFormat);
  const steps = perAxis(strides ?? 1, spatial.length, `${where}: strides`);
  const sides = spatial.map((dim, axis) => {
    const reach = (dilations[axis] ?? 1) * ((size[axis] ?? 1) - 1) + 1;
    return sidesOf(padding, axis, dim, reach, steps[axis] ?? 1, spatial.length, `${where} of ${printSpec(x.spec)}`);
  });
  return { strides: steps, low: sides.map(([low]) => low), high: sides.map(([, high]) => high), dataFormat };
}

function sidesOf(
  padding: Padding,
  axis: number,
  size: Dim,
  reach: number,
  stride: number,
  axes: number,
  where: string,
): readonly [low: number, high: number] {
  if (padding === "valid") return [0, 0];
  if (padding === "causal") return [reach - 1, 0];
  if (padding === "same") {
    if (typeof size !== "number" && stride > 1) {
      throw new Error(
        `${where}: padding "same" with stride ${stride} depends on the size, and ${printDim(size)} of spatial axis ${axis} is free. Give the padding in numbers, or fix the size.`,
      );
    }
    const total = typeof size === "number" ? Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0) : reach - 1;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }
  if (typeof padding === "string") {
    const close = nearest(padding, ["valid", "same", "causal"]);
    throw new RangeError(`${where}: padding "${String(padding)}" is not known${close ? `: did you mean "${close}"?` : "."}`);
  }
  return explicitSides(padding, axis, axes, where);
}

/** Padding given in numbers, on both sides of one axis. */
export function explicitSides(
  padding: Exclude<Padding, string>,
  axis: number,
  axes: number,
  where: string,
): readonly [low: number, high: number] {
  const given = typeof padding === "number" ? padding : padding[axis];
  const [low, high] = typeof given === "object" ? given : [given, given];
  const fits = typeof padding === "number" || padding.length === axes;
  if (!fits || low === undefined || high === undefined || !Number.isInteger(low) || !Number.isInteger(high) || low < 0 || high < 0) {
    throw new RangeError(
      `${where}: expected padding as whole numbers from 0 for ${axes} spatial axes, received ${JSON.stringify(padding)}.`,
    );
  }
  return [low, high];
}
