import { requireDataFormat, splitImage } from "../ops/windows.ts";
import type { DataFormat } from "../ops/windows.ts";
import { divideDims, mulDims, printDim } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { sizeOfDims } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis } from "./window-options.ts";

export interface BlockOptions {
  /** Where channels stand. Default: `"channelsLast"`. */
  readonly dataFormat?: DataFormat | undefined;
}

/**
 * Blocks of pixels become channels (TensorFlow `space_to_depth`): the channels of a block's pixels stand one after another, row by row.
 *
 * @param x `[batch, height, width, channels]`, or channels first; one to three spatial axes, any dtype
 * @param blockSize one number, or one per spatial axis
 * @returns `[batch, height / blockSize, width / blockSize, blockSize² · channels]`, or channels first
 * @throws when a spatial axis does not divide into blocks
 */
export function spaceToDepth(x: Tensor, blockSize: number | readonly number[], { dataFormat = "channelsLast" }: BlockOptions = {}): Tensor {
  const { spatial, sizes } = blocks(x, blockSize, dataFormat, "spaceToDepth");
  spatial.forEach((dim, axis) => divided(dim, sizes[axis] ?? 1, `spaceToDepth of ${printSpec(x.spec)}: the size of spatial axis ${axis},`));
  return sizes.reduceRight((folded, size, axis) => axisToChannels(folded, axis, size, dataFormat), x);
}

/**
 * Channels become blocks of pixels: the inverse of {@link spaceToDepth} (TensorFlow `depth_to_space`).
 *
 * @throws when the channels do not divide by the pixels of a block
 */
export function depthToSpace(x: Tensor, blockSize: number | readonly number[], { dataFormat = "channelsLast" }: BlockOptions = {}): Tensor {
  const { channels, sizes } = blocks(x, blockSize, dataFormat, "depthToSpace");
  const pixels = sizes.reduce((product, size) => product * size, 1);
  divided(channels, pixels, `depthToSpace of ${printSpec(x.spec)}: the number of channels,`);
  return sizes.reduce((spread, size, axis) => channelsToAxis(spread, axis, size, dataFormat), x);
}

/** Runs of `size` pixels along one spatial axis become channels, in front of those that are there. */
export function axisToChannels(x: Tensor, spatialAxis: number, size: number, dataFormat: DataFormat): Tensor {
  const { shape, axis, channelAxis, outer, between } = around(x, spatialAxis, dataFormat);
  const [length, channels] = [shape[axis] ?? 1, shape[channelAxis] ?? 1];
  const runs = divided(length, size, "axisToChannels: the size of the axis,");
  const result = shape.with(axis, runs).with(channelAxis, mulDims(channels, size));
  if (dataFormat === "channelsLast") return x.reshape([outer, runs, size, between, channels]).transpose([0, 1, 3, 2, 4]).reshape(result);
  const inner = sizeOfDims(shape.slice(axis + 1));
  return x
    .reshape([outer, mulDims(mulDims(channels, between), runs), size, inner])
    .transpose([0, 2, 1, 3])
    .reshape(result);
}

function channelsToAxis(x: Tensor, spatialAxis: number, size: number, dataFormat: DataFormat): Tensor {
  const { shape, axis, channelAxis, outer, between } = around(x, spatialAxis, dataFormat);
  const length = shape[axis] ?? 1;
  const channels = divided(shape[channelAxis] ?? 1, size, "channelsToAxis: the number of channels,");
  const result = shape.with(axis, mulDims(length, size)).with(channelAxis, channels);
  if (dataFormat === "channelsLast") return x.reshape([outer, length, between, size, channels]).transpose([0, 1, 3, 2, 4]).reshape(result);
  const inner = sizeOfDims(shape.slice(axis + 1));
  return x
    .reshape([outer, size, mulDims(mulDims(channels, between), length), inner])
    .transpose([0, 2, 1, 3])
    .reshape(result);
}

/** One spatial axis among the others: what stands in front of it (and of the channels), and between it and the channels. */
function around(x: Tensor, spatialAxis: number, dataFormat: DataFormat) {
  const { shape } = x;
  const last = dataFormat === "channelsLast";
  const axis = spatialAxis + (last ? 1 : 2);
  const channelAxis = last ? x.ndim - 1 : 1;
  const outer = sizeOfDims(shape.slice(0, last ? axis : 1));
  const between = sizeOfDims(last ? shape.slice(axis + 1, -1) : shape.slice(2, axis));
  return { shape, axis, channelAxis, outer, between };
}

function blocks(x: Tensor, blockSize: number | readonly number[], dataFormat: DataFormat, name: string) {
  if (x.ndim < 3 || x.ndim > 5)
    throw new Error(`${name}: expected images with one to three spatial axes, received ${printSpec(x.spec)}. Reshape it first.`);
  requireDataFormat(dataFormat, name);
  const image = splitImage(x.shape, dataFormat);
  return { ...image, sizes: perAxis(blockSize, image.spatial.length, `${name}: blockSize`) };
}

function divided(dim: Dim, by: number, where: string): Dim {
  const quotient = divideDims(dim, by);
  if (quotient === undefined) throw new RangeError(`${where} ${printDim(dim)}, does not divide by ${by}. Pad or crop it first.`);
  return quotient;
}
