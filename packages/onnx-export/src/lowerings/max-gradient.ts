import { isStatic, sizeOfDims, sizeOfShape } from "@tidu/core-tensor";
import type { PoolParams } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { padded, reshaped, sliced } from "./arrange.ts";
import { cast } from "./cast.ts";
import { floats } from "./floats.ts";
import { upsampled } from "./upsampled.ts";
import { windowAttributes } from "./windows.ts";

/** The gradient of a maximum, for x `[batch, channels, ...spatial]` and g `[batch, channels, ...counts]`: to the first largest of each window. */
export const maxGradient = (x: Operand, g: Operand, params: PoolParams, write: Write): Lowered => {
  const [batch, channels, ...spatial] = x.spec.shape;
  const tiles = params.size.every((size, axis) => size === params.strides[axis] && params.low[axis] === 0 && params.high[axis] === 0);
  const isEmpty = [batch, channels, ...spatial].includes(0); // Resize refuses
  return tiles && isStatic(spatial) && !isEmpty ? masked(x, g, spatial, params, write) : scattered(x, g, params, write);
};

/**
 * Windows side by side: g and the maximum are stretched over their windows. Of equal elements the first wins, by a number for its
 * place in the window; where none equals the maximum (NaN, nothing but minus infinity) the first does, too.
 */
const masked = (x: Operand, g: Operand, spatial: readonly number[], params: PoolParams, write: Write): Lowered => {
  const { size } = params;
  const covered = spatial.map((count, axis) => count - (count % (size[axis] ?? 1)));
  const [batch = 1, channels = 1] = x.spec.shape;
  const ones = x.spec.shape.map(() => 1);
  const image = sliced(x, { starts: ones.map(() => 0), limits: [batch, channels, ...covered], steps: ones }, write);
  const largest = (value: Lowered): string => upsampled(write.node("MaxPool", [value], windowAttributes(params)), size, write);
  const equals = (value: Lowered): string => cast(write.node("Equal", [value, largest(value)]), "float32", write);

  const rank = write.node("Add", [equals(image), placesIn(size, covered, write)]);
  const share = write.node("Mul", [equals(rank), upsampled(g, size, write)]);
  const rest = spatial.map((count, axis) => count - (covered[axis] ?? 0));
  const none = rest.map(() => 0);
  return padded({ name: share, spec: image.spec }, none, rest, write);
};

/** For every pixel a number from 0 to 1 that falls along its window, the last axis fastest. */
const placesIn = (size: readonly number[], spatial: readonly number[], write: Write): Operand => {
  const taps = sizeOfShape(size);
  const tapOf = (pixel: readonly number[]): number => size.reduce((tap, count, axis) => tap * count + ((pixel[axis] ?? 0) % count), 0);
  return floats(spatial, (pixel) => (taps - 1 - tapOf(pixel)) / taps, write);
};

/** Windows that overlap, are padded or apart: added at the positions that MaxPool finds. */
const scattered = (x: Operand, g: Operand, params: PoolParams, write: Write): Lowered => {
  const total = sizeOfDims(x.spec.shape);
  const flat = (value: Lowered): string => write.node("Reshape", [value, write.ints([-1])]);
  const [, positions = ""] = write.outputs(2, "MaxPool", [x], windowAttributes(params));
  const zeros = write.node("ConstantOfShape", [write.shape([total])]);
  const sum = write.node("ScatterElements", [zeros, flat(positions), flat(g)], { axis: 0, reduction: "add" });
  return reshaped({ name: sum, spec: { ...x.spec, shape: [total] } }, x.spec.shape, write);
};
