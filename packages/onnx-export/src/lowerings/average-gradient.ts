import { addDims, isStatic, mulDims, sizeOfShape, subDims } from "@tidu/core-tensor";
import type { Dim, PoolParams, Shape } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { padded, reshaped } from "./arrange.ts";
import { floats } from "./floats.ts";
import { transposedConv } from "./input-gradient.ts";
import { upsampled } from "./upsampled.ts";
import { windowAttributes } from "./windows.ts";

/** The gradient of a mean, for g `[batch, channels, ...counts]`: every element of a window gets its share, `[batch, channels, ...spatial]`. */
export const averageGradient = (g: Operand, params: PoolParams, spatial: Shape, write: Write): Lowered => {
  const { size, strides } = params;
  const isEmpty = g.spec.shape.includes(0); // Resize refuses
  if (!isEmpty && size.every((count, axis) => count === strides[axis])) return stretched(g, params, spatial, write);
  return strides.every((stride) => stride === 1) ? slidOver(g, params, spatial, write) : spread(g, params, spatial, write);
};

/** Windows side by side. */
const stretched = (g: Operand, params: PoolParams, spatial: Shape, write: Write): Lowered => {
  const { size, low } = params;
  const { shape } = g.spec;
  const full = shape.map((count, axis) => mulDims(count, size[axis - 2] ?? 1));
  const name = upsampled(shares(g, 1, params, spatial, write), size, write);
  const front = low.map((count) => -count);
  const behind = spatial.map((count, axis): Dim => addDims(subDims(count, full[axis + 2] ?? 1), low[axis] ?? 0));
  return padded({ name, spec: { ...g.spec, shape: full } }, front, behind, write);
};

/** At stride 1 the windows that hold an element are a window themselves; their sum is a mean with padding counted. */
const slidOver = (g: Operand, params: PoolParams, spatial: Shape, write: Write): Lowered => {
  const { size, strides, low, high } = params;
  const around = (padding: readonly number[]): readonly number[] => size.map((count, axis) => count - 1 - (padding[axis] ?? 0));
  const attributes = windowAttributes({ size, strides, low: around(low), high: around(high) });
  return write.node("AveragePool", [shares(g, sizeOfShape(size), params, spatial, write)], { ...attributes, count_include_pad: 1 });
};

/** Windows that overlap or are apart: the transposed convolution with a filter of ones, every channel an image of its own. */
const spread = (g: Operand, params: PoolParams, spatial: Shape, write: Write): Lowered => {
  const { size } = params;
  const [batch = 1, channels = 1, ...counts] = g.spec.shape;
  const images = reshaped(shares(g, 1, params, spatial, write), [mulDims(batch, channels), 1, ...counts], write);
  const ones = floats([1, 1, ...size], () => 1, write);
  return reshaped(transposedConv([images, ones], params, spatial, write), [batch, channels, ...spatial], write);
};

/** g times `total` over the number of elements in its window; padding does not count. */
const shares = (g: Operand, total: number, params: PoolParams, spatial: Shape, write: Write): Operand => {
  const { size, low, high } = params;
  const elements = sizeOfShape(size);
  const times = (x: Operand, factor: number): Operand =>
    factor === 1 ? x : { name: write.node("Mul", [x, write.scalar(factor, "float32")]), spec: x.spec };
  if ([...low, ...high].every((count) => count === 0)) return times(g, total / elements);

  const counts = g.spec.shape.slice(2);
  if (isStatic(spatial) && isStatic(counts)) {
    const factors = floats(counts, (window) => total / elementsIn(window, params, spatial), write);
    return { name: write.node("Mul", [g, factors]), spec: g.spec };
  }
  const ones = write.node("Expand", [write.scalar(1, "float32"), write.shape([1, 1, ...spatial])]);
  const portion = write.node("AveragePool", [ones], { ...windowAttributes(params), count_include_pad: 1 });
  return times({ name: write.node("Div", [g, portion]), spec: g.spec }, total / elements);
};

/** How many elements of the image a window covers. */
const elementsIn = (window: readonly number[], { size, strides, low }: PoolParams, spatial: readonly number[]): number =>
  window.reduce((count, position, axis) => {
    const start = position * (strides[axis] ?? 1) - (low[axis] ?? 0);
    return count * (Math.min(start + (size[axis] ?? 1), spatial[axis] ?? 1) - Math.max(start, 0));
  }, 1);
