import { splitFilter, splitImage } from "@tidu/core-tensor";
import type { ConvParams, Node, Ops, PoolParams } from "@tidu/core-tensor";
import { columnsGradient, columnsOf, columnsTimes, pixelsUnder } from "./columns.ts";
import type { Expansion } from "./expansion.ts";
import { countedImage, countOf, fromRows, fromTaps, inOrder, tapsOf, toRows } from "./image-rows.ts";
import { inputGradient } from "./input-gradient.ts";
import { resultOrder } from "./result-order.ts";
import { winogradConv, winogradFilterGradient } from "./winograd.ts";

/**
 * A convolution in training as matrix products of rows of pixels: Winograd for 3×3 of stride 1, else columns. A filter that is known
 * stays with onnxruntime's Conv, which prepares it once; so does a convolution in groups.
 */
export const conv: Expansion<Ops["conv"]> = ({ inputs: { x, filter }, params, output, isFixed, users, making }) => {
  const { dataFormat, groups } = params;
  const image = groups === 1 && !isFixed(filter) ? toRows(x, dataFormat, making) : undefined;
  const result = countedImage(output.shape, dataFormat);
  if (image === undefined || result === undefined) return undefined;
  const kernel = kernelOf(making.builder.specOf(filter).shape.map(Number), params);
  const taps = tapsOf(filter, dataFormat, making);
  const window = windowBehind(users);
  if (suitsWinograd(kernel, params, image.channels, result.channels)) {
    return fromRows(winogradConv(image, taps, params.low, result.spatial, window, making), dataFormat, making);
  }
  const order = resultOrder(result.spatial, window);
  const columns = columnsOf(image, pixelsUnder(image.spatial, kernel, result.spatial, order, params), making);
  if (columns === undefined) return undefined;
  const value = making.make(
    "reshape",
    { x: columnsTimes(columns, taps, making) },
    { shape: [countOf(result.spatial), image.batch, result.channels] },
  );
  return fromRows({ ...result, value: inOrder(value, order, order.length, making) }, dataFormat, making);
};

/** The gradient of a filter: from the very tiles or columns that the convolution has used. */
export const convFilterGradient: Expansion<Ops["convFilterGradient"]> = ({ inputs, params, maker, making }) => {
  const { dataFormat, groups, filterShape } = params;
  const [x, g] = groups === 1 ? [toRows(inputs.x, dataFormat, making), toRows(inputs.g, dataFormat, making)] : [];
  if (x === undefined || g === undefined) return undefined;
  const kernel = kernelOf(filterShape, params);
  const window = windowOf(maker(inputs.g), "maxPoolGradient");
  if (suitsWinograd(kernel, params, x.channels, g.channels)) {
    return fromTaps(winogradFilterGradient(x, g, params.low, window, making), filterShape, dataFormat, making);
  }
  const order = resultOrder(g.spatial, window);
  const columns = columnsOf(x, pixelsUnder(x.spatial, kernel, g.spatial, order, params), making);
  if (columns === undefined) return undefined;
  const ordered = making.make("reindex", { x: g.value }, { axis: 0, index: order });
  const flat = making.make("reshape", { x: ordered }, { shape: [-1, g.channels] });
  return fromTaps(columnsGradient(columns, flat, making), filterShape, dataFormat, making);
};

/** What flows back to an image (or a transposed convolution): at stride 1 a convolution with the filter turned around. */
export const convInputGradient: Expansion<Ops["convInputGradient"]> = ({ inputs: { g, filter }, params, isFixed, making }) => {
  const { dataFormat, groups, inputShape, low } = params;
  const rows = groups === 1 && !isFixed(filter) ? toRows(g, dataFormat, making) : undefined;
  const { spatial } = splitImage(inputShape, dataFormat);
  const sizes = spatial.filter((size) => typeof size === "number");
  if (rows === undefined || sizes.length < spatial.length) return undefined;
  const shape = making.builder.specOf(filter).shape.map(Number);
  const kernel = kernelOf(shape, params);
  const { inChannels } = splitFilter(shape, dataFormat);
  const taps = tapsOf(filter, dataFormat, making);
  if (suitsWinograd(kernel, params, rows.channels, inChannels) && low.every((count) => count <= 2)) {
    const reversed = making.make("reindex", { x: taps }, { axis: 0, index: Int32Array.from({ length: 9 }, (_, i) => 8 - i) });
    const turned = making.make("transpose", { x: reversed }, { permutation: [0, 2, 1] });
    const padding = low.map((count) => 2 - count);
    return fromRows(winogradConv(rows, turned, padding, sizes, undefined, making), dataFormat, making);
  }
  const result = inputGradient(rows, taps, kernel, sizes, params, making);
  return result && fromRows(result, dataFormat, making);
};

const kernelOf = (filterShape: readonly number[], { dataFormat }: ConvParams): readonly number[] =>
  splitFilter(filterShape, dataFormat).kernel;

/** The windows of a pool that reads results: they are computed in its order, and picking a place of its windows is cutting off a piece. */
const windowBehind = (users: readonly Node[]): readonly number[] | undefined =>
  users.map((user) => windowOf(user, "maxPool")).find((window) => window !== undefined);

const windowOf = (node: Node | undefined, op: "maxPool" | "maxPoolGradient"): readonly number[] | undefined =>
  node?.op === op ? (node.params as PoolParams).size : undefined;

const fewestChannels = 8; // with fewer, the products are too small for what the transforms cost

const suitsWinograd = (kernel: readonly number[], { strides, dilations }: ConvParams, inChannels: number, filters: number): boolean =>
  kernel.length === 2 &&
  kernel.every((size) => size === 3) &&
  [...strides, ...dilations].every((number) => number === 1) &&
  Math.min(inChannels, filters) >= fewestChannels;
