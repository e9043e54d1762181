import { sizeOfDims } from "@tidu/core-tensor";
import type { DataFormat, Tensor } from "@tidu/core-tensor";
import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike, ResolvedActivation } from "../activations/to-activation.ts";
import type { ConfigOptions } from "../config.ts";
import { perAxis, perChannel, toDataFormat } from "../images.ts";
import type { ImageOptions, SpatialAxes } from "../images.ts";
import { oneOf } from "../option-checks.ts";

/** How learned windows slide over an image, for every kind of convolution. */
export interface SlidingOptions<Size, Padding extends string = "valid" | "same"> extends ImageOptions {
  /** The size of the window. */
  readonly kernelSize: Size;
  /** Distance between windows. Default: 1. */
  readonly strides?: Size | undefined;
  /** `"valid"` (default): windows inside the image; `"same"`: zeros around it, `ceil(size / stride)` windows. */
  readonly padding?: Padding | undefined;
  /** Distance between the taps of a window; above 1 only with strides of 1. Default: 1. */
  readonly dilationRate?: Size | undefined;
  /** Applied to the result. Default: none. */
  readonly activation?: ActivationLike | undefined;
}

/** Those options read, one number per axis. */
export interface Sliding<Padding> {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly activation: ResolvedActivation;
  readonly config: ConfigOptions;
}

/**
 * Reads the options.
 *
 * @throws when one is not what it says, or, as in Keras, when windows both skip positions and spread their taps
 */
export function slidingOf<Padding extends string>(
  options: SlidingOptions<number | readonly number[], Padding | "valid">,
  axes: SpatialAxes,
  where: string,
  paddings: readonly (Padding | "valid")[],
): Sliding<Padding | "valid"> {
  const kernelSize = perAxis(where, "kernelSize", options.kernelSize, axes);
  const strides = perAxis(where, "strides", options.strides ?? 1, axes);
  const dilationRate = perAxis(where, "dilationRate", options.dilationRate ?? 1, axes);
  if (strides.some((stride) => stride > 1) && dilationRate.some((rate) => rate > 1)) {
    throw new RangeError(
      `${where}: strides [${strides.join(", ")}] and dilationRate [${dilationRate.join(", ")}] cannot both be above 1. Set one of them to 1.`,
    );
  }
  const padding = oneOf(where, "padding", options.padding ?? "valid", paddings);
  const dataFormat = toDataFormat(options.dataFormat, where);
  const activation = toActivation(options.activation, `${where}: activation`);
  const config = { kernelSize, strides, padding, dataFormat, dilationRate, activation: activation.config };
  return { kernelSize, strides, dilationRate, padding, dataFormat, activation, config };
}

/** The result of a convolution with its bias and activation. */
export function finished<Padding>(y: Tensor, bias: Tensor | undefined, axes: SpatialAxes, sliding: Sliding<Padding>): Tensor {
  return sliding.activation.apply(bias === undefined ? y : y.add(perChannel(bias, axes, sliding.dataFormat)));
}

/** A kernel `[...window, a, b]` as core functions take it: channels first, that is `[b, a, ...window]`. */
export const filterOf = (kernel: Tensor, dataFormat: DataFormat): Tensor =>
  dataFormat === "channelsLast"
    ? kernel
    : kernel.transpose([kernel.ndim - 1, kernel.ndim - 2, ...kernel.shape.slice(0, -2).map((_, axis) => axis)]);

/** A depthwise kernel `[...window, channels, multiplier]` as core functions take it: channels first, `[channels · multiplier, 1, ...window]`. */
export function depthwiseFilterOf(kernel: Tensor, dataFormat: DataFormat): Tensor {
  if (dataFormat === "channelsLast") return kernel;
  const window = kernel.shape.slice(0, -2);
  return filterOf(kernel.reshape([...window, 1, sizeOfDims(kernel.shape.slice(-2))]), dataFormat);
}
