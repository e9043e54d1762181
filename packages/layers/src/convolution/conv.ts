import { conv } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { channelAxis, groupProblem, imageRank, windowProblem } from "../images.ts";
import type { OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { learnedBias, learnedKernel } from "../learned.ts";
import type { BiasOptions, KernelOptions } from "../learned.ts";
import { positiveInteger } from "../option-checks.ts";
import { filterOf, finished, slidingOf } from "./sliding.ts";
import type { SlidingOptions } from "./sliding.ts";

/** What convolutions of any number of axes take. */
export interface ConvOptions<Size, Padding extends string = "valid" | "same">
  extends SlidingOptions<Size, Padding>, KernelOptions, BiasOptions {
  /** The number of channels of the result. */
  readonly filters: number;
  /** Groups of channels, each with filters of its own. Default: 1. */
  readonly groups?: number | undefined;
}

/** `"causal"` puts all zeros in front: no window sees later steps. */
export type Conv1dOptions = ConvOptions<OneAxis, "valid" | "same" | "causal">;
export type Conv2dOptions = ConvOptions<TwoAxes>;
export type Conv3dOptions = ConvOptions<ThreeAxes>;

/**
 * Learned filters along a sequence: `[batch, steps, channels]` to `[batch, windows, filters]` (Keras `Conv1D`). The kernel is
 * `[kernelSize, channels / groups, filters]` in both data formats.
 *
 * @throws when the sequence is shorter than a window, or channels or filters do not divide into the groups
 */
export const conv1d = (options: Conv1dOptions): Layer => convolution("conv1d", 1, options, ["valid", "same", "causal"]);

/**
 * Learned filters over images: `[batch, height, width, channels]` to `[batch, rows, columns, filters]` (Keras `Conv2D`). The
 * kernel is `[...kernelSize, channels / groups, filters]` in both data formats.
 *
 * @throws when the image is smaller than a window, or channels or filters do not divide into the groups
 *
 * @example
 * conv2d({ filters: 32, kernelSize: 3, padding: "same", activation: "relu" });
 */
export const conv2d = (options: Conv2dOptions): Layer => convolution("conv2d", 2, options, ["valid", "same"]);

/**
 * Learned filters over volumes: `[batch, depth, height, width, channels]` to `[batch, …, filters]` (Keras `Conv3D`). The kernel
 * is `[...kernelSize, channels / groups, filters]` in both data formats.
 *
 * @throws when the volume is smaller than a window, or channels or filters do not divide into the groups
 */
export const conv3d = (options: Conv3dOptions): Layer => convolution("conv3d", 3, options, ["valid", "same"]);

function convolution<Padding extends "valid" | "same" | "causal">(
  kind: string,
  axes: SpatialAxes,
  options: ConvOptions<number | readonly number[], Padding | "valid">,
  paddings: readonly (Padding | "valid")[],
): Layer {
  const where = options.name ?? kind;
  const filters = positiveInteger(where, "filters", options.filters);
  const groups = positiveInteger(where, "groups", options.groups ?? 1);
  if (filters % groups !== 0) throw new RangeError(`${where}: ${filters} filters do not divide into ${groups} groups.`);
  const sliding = slidingOf(options, axes, where, paddings);
  const { kernelSize, strides, dilationRate: dilations, padding, dataFormat } = sliding;
  const [learnedFilters, learnedBiases] = [learnedKernel(options, where), learnedBias(options, where)];
  return layer(kind, {
    options,
    config: { filters, ...sliding.config, groups, ...learnedFilters.config, ...learnedBiases.config },
    rank: imageRank(axes, dataFormat),
    check: ([x]) => groupProblem(x, groups, dataFormat) ?? windowProblem(x, axes, sliding),
    weights: ([x], where) => ({
      kernel: learnedFilters.spec([...kernelSize, knownSize(x, channelAxis(dataFormat), where) / groups, filters]),
      ...(learnedBiases.useBias && { bias: learnedBiases.spec([filters]) }),
    }),
    apply: ({ kernel, bias }, x) =>
      finished(conv(x, filterOf(kernel, dataFormat), { strides, padding, dilations, groups, dataFormat }), bias, axes, sliding),
  });
}
