import { splitImage } from "@tidu/core-tensor";
import type { DataFormat, Tensor, TensorSpec } from "@tidu/core-tensor";
import type { InputRules } from "./check-inputs.ts";
import type { LayerOptions } from "./layer.ts";
import { oneOf } from "./option-checks.ts";

/** Options of layers that read sequences, images or volumes. */
export interface ImageOptions extends LayerOptions {
  /** Where the channels stand: `[batch, …, channels]` with `"channelsLast"` (default), `[batch, channels, …]` with `"channelsFirst"`. */
  readonly dataFormat?: DataFormat | undefined;
}

/** How many axes an image has beside batch and channels: sequences, pictures, volumes. */
export type SpatialAxes = 1 | 2 | 3;

/** A number for the one spatial axis of a sequence. */
export type OneAxis = number | readonly [steps: number];
/** One number for both spatial axes, or one for each. */
export type TwoAxes = number | readonly [height: number, width: number];
/** One number for all three spatial axes, or one for each. */
export type ThreeAxes = number | readonly [depth: number, height: number, width: number];

const axisNames: Readonly<Record<SpatialAxes, readonly string[]>> = {
  1: ["steps"],
  2: ["height", "width"],
  3: ["depth", "height", "width"],
};

/** `height × width` */
export const spatialNames = (axes: SpatialAxes): string => axisNames[axes].join(" × ");

export const toDataFormat = (value: DataFormat | undefined, where: string): DataFormat =>
  oneOf(where, "dataFormat", value ?? "channelsLast", ["channelsLast", "channelsFirst"]);

/** The rank of images, and what their axes mean. */
export function imageRank(axes: SpatialAxes, dataFormat: DataFormat): NonNullable<InputRules["rank"]> {
  const names = axisNames[axes];
  const all = dataFormat === "channelsLast" ? ["batch", ...names, "channels"] : ["batch", "channels", ...names];
  return { exactly: axes + 2, axes: `[${all.join(", ")}]` };
}

export const channelAxis = (dataFormat: DataFormat): number => (dataFormat === "channelsLast" ? -1 : 1);

/** A number per channel in a shape that broadcasts over images: as it is when channels come last. */
export const perChannel = (v: Tensor, axes: SpatialAxes, dataFormat: DataFormat): Tensor =>
  dataFormat === "channelsLast" ? v : v.reshape([...v.shape, ...Array.from({ length: axes }, () => 1)]);

/**
 * One whole number per spatial axis.
 *
 * @throws when there are more or fewer, or one is below `least`
 */
export function perAxis(where: string, option: string, value: number | readonly number[], axes: SpatialAxes, least = 1): readonly number[] {
  const list = typeof value === "number" ? Array.from({ length: axes }, () => value) : value;
  if (!Array.isArray(list) || list.length !== axes || list.some((number) => !Number.isInteger(number) || number < least)) {
    const several = axes === 1 ? "" : `, or ${axes} of them (${spatialNames(axes)})`;
    throw new RangeError(
      `${where}: expected ${option} to be a whole number of at least ${least}${several}, received ${JSON.stringify(value)}.`,
    );
  }
  return list;
}

/** How windows of a layer slide, with its options read. */
export interface Windows {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate?: readonly number[];
  readonly padding: string;
  readonly dataFormat: DataFormat;
}

/** What keeps windows from fitting on an image, if anything: the `check` of a layer. */
export function windowProblem(x: TensorSpec, axes: SpatialAxes, windows: Windows): string | undefined {
  const { kernelSize, strides, dilationRate = [], padding, dataFormat } = windows;
  const { spatial } = splitImage(x.shape, dataFormat);
  if (padding === "same" && strides.some((stride, i) => stride > 1 && typeof spatial[i] !== "number"))
    return `expected known sizes (${spatialNames(axes)}), on which padding "same" with strides above 1 depends`;
  if (padding !== "valid") return undefined;
  const reach = kernelSize.map((taps, i) => (dilationRate[i] ?? 1) * (taps - 1) + 1);
  const small = spatial.some((dim, i) => typeof dim === "number" && dim < (reach[i] ?? 1));
  return small
    ? `expected ${spatialNames(axes)} of at least ${reach.join(" × ")}, the reach of the windows (padding "same" takes less)`
    : undefined;
}

/** What is wrong with the channels of an image that are read in groups, if anything. */
export function groupProblem(x: TensorSpec, groups: number, dataFormat: DataFormat): string | undefined {
  const { channels } = splitImage(x.shape, dataFormat);
  return typeof channels === "number" && channels % groups !== 0 ? `expected channels that divide into ${groups} groups` : undefined;
}
