import { sizeOfShape } from "@tidu/core-tensor";
import type { Shape, TensorSpec } from "@tidu/core-tensor";
import type { Operand, Write } from "../lowering.ts";
import { reshaped, reversed, transposed } from "./arrange.ts";
import { kernelOf, reachOf, restOf, windowAttributes } from "./windows.ts";
import type { Windows } from "./windows.ts";

/** A filter of more elements takes longer to reverse than that saves. */
const largestReversed = 2 ** 16;

/** The cotangent, the filter, and perhaps a bias to add. */
export type ConvInputs = readonly [g: Operand, filter: Operand, ...bias: readonly Operand[]];

/**
 * The gradient of a convolution in its input, for g `[batch, filters, ...counts]` and a filter `[filters, channels / groups, ...kernel]`:
 * `[batch, channels, ...spatial]`. At stride 1 a convolution with the reversed filter is faster than ConvTranspose, twice with groups.
 */
export const inputGradient = ([g, filter, ...bias]: ConvInputs, windows: Windows, spatial: Shape, write: Write): Operand => {
  const { strides, low, high, groups = 1 } = windows;
  const fits = reachOf(windows).every((reach, axis) => (low[axis] ?? 0) < reach && (high[axis] ?? 0) < reach);
  const small = groups > 1 || sizeOfShape(filter.spec.shape.map(Number)) <= largestReversed;
  return fits && small && strides.every((stride) => stride === 1)
    ? reversedConv([g, filter, ...bias], windows, spatial, write)
    : transposedConv([g, filter, ...bias], windows, spatial, write);
};

/** ConvTranspose, with zeros where no window came: `[batch, channels, ...spatial]`. */
export const transposedConv = ([g, filter, ...bias]: ConvInputs, windows: Windows, spatial: Shape, write: Write): Operand => {
  const rests = restOf(windows, spatial, g.spec.shape.slice(2));
  // A rest that depends on a free size is filled up to the longest there can be, and cut to size.
  const isFree = rests.map((rest) => typeof rest !== "number");
  const filled = rests.map((rest, axis) => (typeof rest === "number" ? rest : (windows.strides[axis] ?? 1) - 1));
  const attributes = windowAttributes({ ...windows, high: windows.high.map((count, axis) => (isFree[axis] ? 0 : count)) });
  const name = write.node("ConvTranspose", [g, filter, ...bias], {
    ...attributes,
    ...(filled.some((rest) => rest > 0) && { output_padding: filled }),
  });
  const spec = inputSpec(g, filter, windows, spatial);
  if (!isFree.includes(true)) return { name, spec };
  const cut = isFree.flatMap((free, axis) => (free ? [axis] : []));
  const ends = write.shape(cut.map((axis) => spatial[axis] ?? 1));
  return { name: write.node("Slice", [name, write.ints(cut.map(() => 0)), ends, write.ints(cut.map((axis) => axis + 2))]), spec };
};

/** Conv of the padded cotangent with the filter from its last tap to its first, its channels swapped. */
const reversedConv = ([g, filter, ...bias]: ConvInputs, windows: Windows, spatial: Shape, write: Write): Operand => {
  const around = (padding: readonly number[]): readonly number[] => reachOf(windows).map((reach, axis) => reach - 1 - (padding[axis] ?? 0));
  const taps = kernelOf(filter).flatMap((count, axis) => (count > 1 ? [axis + 2] : []));
  const swapped = withChannelsSwapped(reversed(filter, taps, write), windows.groups ?? 1, write);
  const attributes = windowAttributes({ ...windows, low: around(windows.low), high: around(windows.high) });
  return { name: write.node("Conv", [g, swapped, ...bias], attributes), spec: inputSpec(g, filter, windows, spatial) };
};

const inputSpec = (g: Operand, filter: Operand, { groups = 1 }: Windows, spatial: Shape): TensorSpec => ({
  dtype: "float32",
  shape: [g.spec.shape[0] ?? 1, groups * Number(filter.spec.shape[1] ?? 1), ...spatial],
});

/** `[filters, channels / groups, ...kernel]` → `[channels, filters / groups, ...kernel]` */
const withChannelsSwapped = (filter: Operand, groups: number, write: Write): Operand => {
  const [filters, channels, ...kernel] = filter.spec.shape.map(Number);
  if (filters === undefined || channels === undefined) return filter;
  const apart = reshaped(filter, [groups, filters / groups, channels, ...kernel], write);
  const swapped = transposed(apart, [0, 2, 1, ...kernel.map((_, axis) => axis + 3)], write);
  return reshaped(swapped, [groups * channels, filters / groups, ...kernel], write);
};
