import { addDims, floorDivDim, printDim } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";

/** Where the channels of images stand: `[batch, ...spatial, channels]` or `[batch, channels, ...spatial]`. */
export type DataFormat = "channelsLast" | "channelsFirst";

/** How windows slide over the spatial axes: one number per axis. */
export interface WindowParams {
  readonly strides: readonly number[];
  /** Padding in front and behind; not negative. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly dataFormat: DataFormat;
}

/** The parts of an image's shape. */
export interface ImageShape {
  readonly batch: Dim;
  readonly spatial: Shape;
  readonly channels: Dim;
}

/** Takes `[batch, ...spatial, channels]` (or channels first) apart. */
export const splitImage = (shape: Shape, dataFormat: DataFormat): ImageShape =>
  dataFormat === "channelsLast"
    ? { batch: shape[0] ?? 1, spatial: shape.slice(1, -1), channels: shape.at(-1) ?? 1 }
    : { batch: shape[0] ?? 1, spatial: shape.slice(2), channels: shape[1] ?? 1 };

/** The inverse of {@link splitImage}. */
export const joinImage = ({ batch, spatial, channels }: ImageShape, dataFormat: DataFormat): Shape =>
  dataFormat === "channelsLast" ? [batch, ...spatial, channels] : [batch, channels, ...spatial];

/** Refuses another name than the two there are. */
export function requireDataFormat(dataFormat: DataFormat, where: string): void {
  if (dataFormat === "channelsLast" || dataFormat === "channelsFirst") return;
  throw new RangeError(`${where}: dataFormat "${String(dataFormat)}" is not known: "channelsLast" or "channelsFirst".`);
}

/** An image of one to three spatial axes in float32. */
export function requireImage(x: TensorSpec, dataFormat: DataFormat, where: string): ImageShape {
  requireDataFormat(dataFormat, where);
  if (x.shape.length < 3 || x.shape.length > 5) {
    const axes = dataFormat === "channelsLast" ? "[batch, ...spatial, channels]" : "[batch, channels, ...spatial]";
    throw new Error(`${where}: expected ${axes} with one to three spatial axes, received ${printSpec(x)}. Reshape it first.`);
  }
  if (x.dtype !== "float32") throw new TypeError(`${where}: expected float32, received ${printSpec(x)}. Cast it first.`);
  return splitImage(x.shape, dataFormat);
}

/** An image must have the channels that a filter takes. */
export function requireChannels({ channels }: ImageShape, expected: number, where: string): void {
  if (channels === expected) return;
  throw new Error(`${where}: the image has ${printDim(channels)} channels, the filter takes ${expected}. Make them equal.`);
}

/**
 * How many windows fit on every spatial axis: `floor((size + low + high - dilation · (kernel - 1) - 1) / stride) + 1`.
 *
 * @throws when a window is larger than the padded image
 */
export const windowCounts = (
  spatial: Shape,
  kernel: readonly number[],
  { strides, low, high }: Omit<WindowParams, "dataFormat">,
  dilations: readonly number[],
  where: string,
): Shape =>
  spatial.map((size, axis) => {
    const reach = (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
    const padded = addDims(size, (low[axis] ?? 0) + (high[axis] ?? 0));
    if (typeof padded === "number" && padded < reach) {
      throw new RangeError(
        `${where}: a window of ${reach} is larger than the image, ${printDim(size)} with padding ${low[axis] ?? 0} and ${high[axis] ?? 0} on spatial axis ${axis}. ` +
          `Use a smaller kernel, padding "same", or a larger image.`,
      );
    }
    return addDims(floorDivDim(addDims(padded, -reach), strides[axis] ?? 1), 1);
  });
