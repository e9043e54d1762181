import { conv } from "@tidu/core-tensor";
import type { DataFormat, Tensor } from "@tidu/core-tensor";
import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { channelAxis, groupProblem, imageRank, perAxis, perChannel, toDataFormat, windowProblem } from "../images.ts";
import type { ImageOptions, OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { learnedBias, learnedKernel } from "../learned.ts";
import type { BiasOptions, KernelOptions } from "../learned.ts";
import { oneOf, positiveInteger } from "../option-checks.ts";
import { refuseStridedDilation } from "./strided-dilation.ts";

/** What convolutions of any number of axes take. */
export interface ConvOptions<Size, Padding extends string> extends ImageOptions, KernelOptions, BiasOptions {
  /** The number of channels of the result. */
  readonly filters: number;
  /** The size of the window. */
  readonly kernelSize: Size;
  /** Distance between windows. Default: 1. */
  readonly strides?: Size | undefined;
  /** `"valid"` (default): windows inside the image; `"same"`: zeros around it, `ceil(size / stride)` windows. */
  readonly padding?: Padding | undefined;
  /** Distance between the taps of a window; above 1 only with strides of 1. Default: 1. */
  readonly dilationRate?: Size | undefined;
  /** Groups of channels, each with filters of its own. Default: 1. */
  readonly groups?: number | undefined;
  /** Applied to the result. Default: none. */
  readonly activation?: ActivationLike | undefined;
}

/** `"causal"` puts all zeros in front: no window sees later steps. */
export type Conv1dOptions = ConvOptions<OneAxis, "valid" | "same" | "causal">;
export type Conv2dOptions = ConvOptions<TwoAxes, "valid" | "same">;
export type Conv3dOptions = ConvOptions<ThreeAxes, "valid" | "same">;

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
  options: ConvOptions<number | readonly number[], Padding>,
  paddings: readonly Padding[],
): Layer {
  const where = options.name ?? kind;
  const filters = positiveInteger(where, "filters", options.filters);
  const groups = positiveInteger(where, "groups", options.groups ?? 1);
  if (filters % groups !== 0) throw new RangeError(`${where}: ${filters} filters do not divide into ${groups} groups.`);
  const kernelSize = perAxis(where, "kernelSize", options.kernelSize, axes);
  const strides = perAxis(where, "strides", options.strides ?? 1, axes);
  const dilationRate = perAxis(where, "dilationRate", options.dilationRate ?? 1, axes);
  refuseStridedDilation(where, strides, dilationRate);
  const padding = oneOf<"valid" | "same" | "causal">(where, "padding", options.padding ?? "valid", paddings);
  const dataFormat = toDataFormat(options.dataFormat, where);
  const activation = toActivation(options.activation, `${where}: activation`);
  const [kernel, bias] = [learnedKernel(options, where), learnedBias(options, where)];
  return layer(kind, {
    options,
    config: {
      filters,
      kernelSize,
      strides,
      padding,
      dataFormat,
      dilationRate,
      groups,
      activation: activation.config,
      ...kernel.config,
      ...bias.config,
    },
    rank: imageRank(axes, dataFormat),
    check: ([x]) =>
      groupProblem(x, groups, dataFormat) ??
      windowProblem(x, axes, { size: kernelSize, strides, dilations: dilationRate, padding, dataFormat }),
    weights: ([x], where) => ({
      kernel: kernel.spec([...kernelSize, knownSize(x, channelAxis(dataFormat), where) / groups, filters]),
      ...(bias.useBias && { bias: bias.spec([filters]) }),
    }),
    apply: ({ kernel, bias }, x) => {
      const y = conv(x, filterOf(kernel, dataFormat), { strides, padding, dilations: dilationRate, groups, dataFormat });
      return activation.apply(bias === undefined ? y : y.add(perChannel(bias, axes, dataFormat)));
    },
  });
}

/** A kernel `[...window, in, out]` as the filter of a convolution: channels first, that is `[out, in, ...window]`. */
const filterOf = (kernel: Tensor, dataFormat: DataFormat): Tensor =>
  dataFormat === "channelsLast"
    ? kernel
    : kernel.transpose([kernel.ndim - 1, kernel.ndim - 2, ...kernel.shape.slice(0, -2).map((_, axis) => axis)]);
