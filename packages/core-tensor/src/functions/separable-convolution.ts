import { splitFilter } from "../ops/convolution.ts";
import { requireChannels, requireImage } from "../ops/windows.ts";
import { isStatic } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";
import { conv } from "./convolution.ts";
import type { ConvOptions } from "./convolution.ts";

/**
 * Convolves every channel with filters of its own (Keras `ops.depthwise_conv`).
 *
 * @param x `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` with `dataFormat: "channelsFirst"`
 * @param filter `[...kernel, channels, multiplier]`, or `[channels · multiplier, 1, ...kernel]`
 * @returns `[batch, ...windows, channels · multiplier]`, or channels first; the results of a channel stand side by side
 * @throws when channels and filter do not match, or the filter is larger than the padded image
 */
export function depthwiseConv(x: Tensor, filter: Tensor, options: Omit<ConvOptions, "groups"> = {}): Tensor {
  const { dataFormat = "channelsLast" } = options;
  const where = `depthwiseConv of ${printSpec(x.spec)} and filter ${printSpec(filter.spec)}`;
  const image = requireImage(x.spec, dataFormat, where);
  if (!isStatic(filter.shape) || filter.ndim !== x.ndim) {
    const layout = dataFormat === "channelsLast" ? "[...kernel, channels, multiplier]" : "[channels · multiplier, 1, ...kernel]";
    throw new Error(`${where}: expected a filter ${layout} of rank ${x.ndim} and known size.`);
  }
  const { kernel, inChannels, filters } = splitFilter(filter.shape, dataFormat);
  if (dataFormat === "channelsFirst") {
    if (typeof image.channels !== "number") throw new Error(`${where}: expected a known number of channels.`);
    return conv(x, filter, { ...options, groups: image.channels });
  }
  requireChannels(image, inChannels, where);
  return conv(x, filter.reshape([...kernel, 1, inChannels * filters]), { ...options, groups: inChannels });
}

/**
 * A depthwise convolution and then one of 1×1 over all channels (Keras `ops.separable_conv`).
 *
 * @param depthwise see {@link depthwiseConv}
 * @param pointwise `[1, …, channels · multiplier, filters]`, or `[filters, channels · multiplier, 1, …]`
 * @param options of the depthwise convolution
 */
export const separableConv = (x: Tensor, depthwise: Tensor, pointwise: Tensor, options: Omit<ConvOptions, "groups"> = {}): Tensor =>
  conv(depthwiseConv(x, depthwise, options), pointwise, { dataFormat: options.dataFormat });
