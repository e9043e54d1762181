import { separableConv } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { channelAxis, imageRank, windowProblem } from "../images.ts";
import type { OneAxis, SpatialAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { learnedBias, learnedDepthwise, learnedPointwise } from "../learned.ts";
import type { BiasOptions, DepthwiseOptions, PointwiseOptions } from "../learned.ts";
import { positiveInteger } from "../option-checks.ts";
import { depthwiseFilterOf, filterOf, finished, slidingOf } from "./sliding.ts";
import type { SlidingOptions } from "./sliding.ts";

/** What separable convolutions of any number of axes take. */
export interface SeparableConvOptions<Size> extends SlidingOptions<Size>, DepthwiseOptions, PointwiseOptions, BiasOptions {
  /** The number of channels of the result. */
  readonly filters: number;
  /** How many results every channel gives before they are mixed. Default: 1. */
  readonly depthMultiplier?: number | undefined;
}

export type SeparableConv1dOptions = SeparableConvOptions<OneAxis>;
export type SeparableConv2dOptions = SeparableConvOptions<TwoAxes>;

/**
 * Filters of its own for every channel of a sequence, then a mixture of all channels: `[batch, steps, channels]` to
 * `[batch, windows, filters]` (Keras `SeparableConv1D`). The weights are `depthwiseKernel`
 * `[kernelSize, channels, depthMultiplier]` and `pointwiseKernel` `[1, channels · depthMultiplier, filters]`.
 *
 * @throws when the sequence is shorter than a window
 */
export const separableConv1d = (options: SeparableConv1dOptions): Layer => separable("separableConv1d", 1, options);

/**
 * Filters of its own for every channel of images, then a mixture of all channels: `[batch, height, width, channels]` to
 * `[batch, rows, columns, filters]` (Chollet 2017; Keras `SeparableConv2D`). The weights are `depthwiseKernel`
 * `[...kernelSize, channels, depthMultiplier]` and `pointwiseKernel` `[1, 1, channels · depthMultiplier, filters]`.
 *
 * @throws when the image is smaller than a window
 */
export const separableConv2d = (options: SeparableConv2dOptions): Layer => separable("separableConv2d", 2, options);

function separable(kind: string, axes: SpatialAxes, options: SeparableConvOptions<number | readonly number[]>): Layer {
  const where = options.name ?? kind;
  const filters = positiveInteger(where, "filters", options.filters);
  const depthMultiplier = positiveInteger(where, "depthMultiplier", options.depthMultiplier ?? 1);
  const sliding = slidingOf(options, axes, where, ["valid", "same"]);
  const { kernelSize, strides, dilationRate: dilations, padding, dataFormat } = sliding;
  const [depthwise, pointwise, learnedBiases] = [
    learnedDepthwise(options, where),
    learnedPointwise(options, where),
    learnedBias(options, where),
  ];
  return layer(kind, {
    options,
    config: { filters, ...sliding.config, depthMultiplier, ...depthwise.config, ...pointwise.config, ...learnedBiases.config },
    rank: imageRank(axes, dataFormat),
    check: ([x]) => windowProblem(x, axes, sliding),
    weights: ([x], where) => {
      const channels = knownSize(x, channelAxis(dataFormat), where);
      return {
        depthwiseKernel: depthwise.spec([...kernelSize, channels, depthMultiplier]),
        pointwiseKernel: pointwise.spec([...kernelSize.map(() => 1), channels * depthMultiplier, filters]),
        ...(learnedBiases.useBias && { bias: learnedBiases.spec([filters]) }),
      };
    },
    apply: ({ depthwiseKernel, pointwiseKernel, bias }, x) => {
      const [each, all] = [depthwiseFilterOf(depthwiseKernel, dataFormat), filterOf(pointwiseKernel, dataFormat)];
      return finished(separableConv(x, each, all, { strides, padding, dilations, dataFormat }), bias, axes, sliding);
    },
  });
}
