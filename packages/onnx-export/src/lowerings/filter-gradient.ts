import { addDims, isStatic, mulDims, sizeOfDims, sizeOfShape } from "@tidu/core-tensor";
import type { DataFormat } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { padded, reshaped, sliced, transposed } from "./arrange.ts";
import { columnPairs, suitsColumnPairs } from "./depthwise-gradient.ts";
import { positionsIn } from "./floats.ts";
import { restOf, windowAttributes } from "./windows.ts";
import type { Windows } from "./windows.ts";

/** Up to this many input channels all taps in one product are faster than one product each. */
const fewChannels = 4;

/** The channels of a filter, and where they stand. */
export interface FilterChannels {
  /** Input channels of one group. */
  readonly inChannels: number;
  readonly filters: number;
  readonly dataFormat: DataFormat;
}

/** The gradient of a convolution in its filter, for x `[batch, channels, ...spatial]` and g `[batch, filters, ...counts]`. */
export const filterGradient = (x: Operand, g: Operand, windows: Windows, channels: FilterChannels, write: Write): Lowered => {
  const counts = g.spec.shape.slice(2);
  const taps = sizeOfShape(windows.size);
  const isMostlyKernel = taps > 9 && isStatic(counts) && isStatic(x.spec.shape.slice(2)) && taps > sizeOfShape(counts);
  if (isMostlyKernel) return slidOver(x, g, windows, channels, write);
  const { inChannels, filters, dataFormat } = channels;
  const tapsApart = suitsColumnPairs(x, g, windows, inChannels)
    ? columnPairs(x, g, windows, filters, write)
    : multiplied(x, g, windows, channels, write);
  const apart = reshaped(tapsApart, [filters, taps, inChannels], write);
  return dataFormat === "channelsFirst"
    ? reshaped(transposed(apart, [0, 2, 1], write), [filters, inChannels, ...windows.size], write)
    : reshaped(transposed(apart, [1, 2, 0], write), [...windows.size, inChannels, filters], write);
};

/** For every tap, g times the pixels that the tap has met: `[filters, pixels] · [channels, pixels]ᵀ`, summed over the batch. */
const multiplied = (x: Operand, g: Operand, windows: Windows, { inChannels, filters }: FilterChannels, write: Write): Operand => {
  const { size, strides, low, high, dilations = [], groups = 1 } = windows;
  const [batch = 1, , ...counts] = g.spec.shape;
  const inGroups = (value: Operand, count: number): Operand => reshaped(value, [batch, groups, count, sizeOfDims(counts)], write);

  const image = padded(x, low, high, write);
  const met = positionsIn(size).map((tap) => {
    const starts = tap.map((position, axis) => position * (dilations[axis] ?? 1));
    const limits = starts.map((start, axis) => addDims(mulDims(addDims(counts[axis] ?? 1, -1), strides[axis] ?? 1), start + 1));
    const all = image.spec.shape.slice(0, 2);
    return inGroups(
      sliced(image, { starts: [0, 0, ...starts], limits: [...all, ...limits], steps: [1, 1, ...strides] }, write),
      inChannels,
    );
  });
  const blocks = inChannels > fewChannels ? met : sideBySide(met, 2, write);
  const rows = inGroups(g, filters / groups);
  const products = blocks.map((block) => write.node("MatMul", [rows, write.node("Transpose", [block], { perm: [0, 1, 3, 2] })]));
  const sum = write.node("ReduceSum", [...sideBySide(products, 3, write), write.ints([0])], { keepdims: 0 }); // [groups, filters / groups, taps · inChannels]

  return { name: sum, spec: { dtype: "float32", shape: [groups, filters / groups, sizeOfShape(size) * inChannels] } };
};

/**
 * Where there are more taps than pixels of g: the image convolved with g, batch and channels having changed places, and strides
 * and dilations.
 */
const slidOver = (x: Operand, g: Operand, windows: Windows, { inChannels, filters, dataFormat }: FilterChannels, write: Write): Lowered => {
  const { size, strides, dilations = size.map(() => 1), groups = 1 } = windows;
  const [batch = 1, , ...spatial] = x.spec.shape;
  const counts = g.spec.shape.slice(2).map(Number);
  const axes = size.map((_, axis) => axis);
  const apart = transposed(reshaped(x, [batch, groups, inChannels, ...spatial], write), [2, 1, 0, ...axes.map((axis) => axis + 3)], write);
  const image = reshaped(apart, [inChannels, mulDims(groups, batch), ...spatial], write);
  const filter = transposed(g, [1, 0, ...axes.map((axis) => axis + 2)], write);
  const name = write.node("Conv", [image, filter], windowAttributes({ ...windows, size: counts, strides: dilations, dilations: strides }));

  // Pixels that no window reached would give further taps.
  const found = restOf(windows, spatial, counts).map((rest, axis) => (size[axis] ?? 1) + Math.floor(Number(rest) / (dilations[axis] ?? 1)));
  const result: Operand = { name, spec: { dtype: "float32", shape: [inChannels, filters, ...found] } };
  const ones = result.spec.shape.map(() => 1);
  const taps = sliced(result, { starts: ones.map(() => 0), limits: [inChannels, filters, ...size], steps: ones }, write);
  return transposed(taps, dataFormat === "channelsFirst" ? [1, 0, ...axes.map((a) => a + 2)] : [...axes.map((a) => a + 2), 0, 1], write);
};

/** Several values as one. */
const sideBySide = (values: readonly Lowered[], axis: number, write: Write): readonly Lowered[] =>
  values.length === 1 ? values : [write.node("Concat", values, { axis })];
