import { convTranspose } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { channelAxis, imageRank, perAxis } from "../images.ts";
import type { OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { learnedBias, learnedKernel } from "../learned.ts";
import type { BiasOptions, KernelOptions } from "../learned.ts";
import { positiveInteger } from "../option-checks.ts";
import { filterOf, finished, slidingOf } from "./sliding.ts";
import type { SlidingOptions } from "./sliding.ts";

/** What transposed convolutions of any number of axes take. */
export interface ConvTransposeOptions<Size> extends SlidingOptions<Size>, KernelOptions, BiasOptions {
  /** The number of channels of the result. */
  readonly filters: number;
  /**
   * How much larger the result is than the smallest that fits, less than the stride. Default: what makes it `size · stride` with
   * padding `"same"`, and hold all windows and strides with `"valid"`.
   */
  readonly outputPadding?: Size | undefined;
}

export type Conv1dTransposeOptions = ConvTransposeOptions<OneAxis>;
export type Conv2dTransposeOptions = ConvTransposeOptions<TwoAxes>;
export type Conv3dTransposeOptions = ConvTransposeOptions<ThreeAxes>;

/**
 * The transpose of a convolution, from a sequence to a longer one: `[batch, steps, channels]` to `[batch, more, filters]` (Keras
 * `Conv1DTranspose`). The kernel is `[kernelSize, filters, channels]`.
 *
 * @throws when outputPadding is not less than the stride
 */
export const conv1dTranspose = (options: Conv1dTransposeOptions): Layer => transposed("conv1dTranspose", 1, options);

/**
 * The transpose of a convolution, from images to larger ones: `[batch, height, width, channels]` to
 * `[batch, rows, columns, filters]` (Zeiler et al. 2010; Keras `Conv2DTranspose`). The kernel is `[...kernelSize, filters, channels]`.
 *
 * @throws when outputPadding is not less than the stride
 *
 * @example
 * conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: "same" }); // twice the height and width
 */
export const conv2dTranspose = (options: Conv2dTransposeOptions): Layer => transposed("conv2dTranspose", 2, options);

/**
 * The transpose of a convolution, from volumes to larger ones: `[batch, depth, height, width, channels]` to `[batch, …, filters]`
 * (Keras `Conv3DTranspose`). The kernel is `[...kernelSize, filters, channels]`.
 *
 * @throws when outputPadding is not less than the stride
 */
export const conv3dTranspose = (options: Conv3dTransposeOptions): Layer => transposed("conv3dTranspose", 3, options);

function transposed(kind: string, axes: SpatialAxes, options: ConvTransposeOptions<number | readonly number[]>): Layer {
  const where = options.name ?? kind;
  const filters = positiveInteger(where, "filters", options.filters);
  const sliding = slidingOf(options, axes, where, ["valid", "same"]);
  const { kernelSize, strides, dilationRate: dilations, padding, dataFormat } = sliding;
  const outputPadding = options.outputPadding === undefined ? undefined : perAxis(where, "outputPadding", options.outputPadding, axes, 0);
  if (outputPadding?.some((more, i) => more >= (strides[i] ?? 1))) {
    throw new RangeError(
      `${where}: expected outputPadding below the strides [${strides.join(", ")}], received [${outputPadding.join(", ")}].`,
    );
  }
  const [learnedFilters, learnedBiases] = [learnedKernel(options, where), learnedBias(options, where)];
  return layer(kind, {
    options,
    config: { filters, ...sliding.config, outputPadding, ...learnedFilters.config, ...learnedBiases.config },
    rank: imageRank(axes, dataFormat),
    weights: ([x], where) => ({
      kernel: learnedFilters.spec([...kernelSize, filters, knownSize(x, channelAxis(dataFormat), where)]),
      ...(learnedBiases.useBias && { bias: learnedBiases.spec([filters]) }),
    }),
    apply: ({ kernel, bias }, x) =>
      finished(
        convTranspose(x, filterOf(kernel, dataFormat), { strides, padding, outputPadding, dilations, dataFormat }),
        bias,
        axes,
        sliding,
      ),
  });
}
