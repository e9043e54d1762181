import { depthwiseConv } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { channelAxis, imageRank, windowProblem } from "../images.ts";
import type { OneAxis, SpatialAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { learnedBias, learnedDepthwise } from "../learned.ts";
import type { BiasOptions, DepthwiseOptions } from "../learned.ts";
import { positiveInteger } from "../option-checks.ts";
import { depthwiseFilterOf, finished, slidingOf } from "./sliding.ts";
import type { SlidingOptions } from "./sliding.ts";

/** What depthwise convolutions of any number of axes take. */
export interface DepthwiseConvOptions<Size> extends SlidingOptions<Size>, DepthwiseOptions, BiasOptions {
  /** How many results every channel gives. Default: 1. */
  readonly depthMultiplier?: number | undefined;
}

export type DepthwiseConv1dOptions = DepthwiseConvOptions<OneAxis>;
export type DepthwiseConv2dOptions = DepthwiseConvOptions<TwoAxes>;

/**
 * Filters of its own for every channel of a sequence: `[batch, steps, channels]` to
 * `[batch, windows, channels · depthMultiplier]` (Keras `DepthwiseConv1D`). The kernel is `[kernelSize, channels, depthMultiplier]`.
 *
 * @throws when the sequence is shorter than a window
 */
export const depthwiseConv1d = (options: DepthwiseConv1dOptions): Layer => depthwise("depthwiseConv1d", 1, options);

/**
 * Filters of its own for every channel of images: `[batch, height, width, channels]` to
 * `[batch, rows, columns, channels · depthMultiplier]` (Keras `DepthwiseConv2D`). The kernel is
 * `[...kernelSize, channels, depthMultiplier]`.
 *
 * @throws when the image is smaller than a window
 *
 * @example
 * depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false });
 */
export const depthwiseConv2d = (options: DepthwiseConv2dOptions): Layer => depthwise("depthwiseConv2d", 2, options);

function depthwise(kind: string, axes: SpatialAxes, options: DepthwiseConvOptions<number | readonly number[]>): Layer {
  const where = options.name ?? kind;
  const depthMultiplier = positiveInteger(where, "depthMultiplier", options.depthMultiplier ?? 1);
  const sliding = slidingOf(options, axes, where, ["valid", "same"]);
  const { kernelSize, strides, dilationRate: dilations, padding, dataFormat } = sliding;
  const [learnedFilters, learnedBiases] = [learnedDepthwise(options, where), learnedBias(options, where)];
  return layer(kind, {
    options,
    config: { ...sliding.config, depthMultiplier, ...learnedFilters.config, ...learnedBiases.config },
    rank: imageRank(axes, dataFormat),
    check: ([x]) => windowProblem(x, axes, sliding),
    weights: ([x], where) => {
      const channels = knownSize(x, channelAxis(dataFormat), where);
      return {
        kernel: learnedFilters.spec([...kernelSize, channels, depthMultiplier]),
        ...(learnedBiases.useBias && { bias: learnedBiases.spec([channels * depthMultiplier]) }),
      };
    },
    apply: ({ kernel, bias }, x) =>
      finished(depthwiseConv(x, depthwiseFilterOf(kernel, dataFormat), { strides, padding, dilations, dataFormat }), bias, axes, sliding),
  });
}
