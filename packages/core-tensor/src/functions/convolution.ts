import { isStatic, printShape } from "../shape/shape.ts";
import { splitFilter } from "../ops/convolution.ts";
import { splitImage } from "../ops/windows.ts";
import { apply, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis, windowParams } from "./window-options.ts";
import type { WindowOptions } from "./window-options.ts";

/** How a filter slides over an image. */
export interface ConvOptions extends WindowOptions {
  /** Distance between the taps of the filter. Default: 1. */
  readonly dilations?: number | readonly number[] | undefined;
  /** Groups of channels, each with filters of its own. Default: 1. */
  readonly groups?: number | undefined;
}

/**
 * The correlation of images with filters over one to three spatial axes (Keras `ops.conv`).
 *
 * @param x `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` with `dataFormat: "channelsFirst"`
 * @param filter `[...kernel, channels / groups, filters]`, or `[filters, channels / groups, ...kernel]`
 * @returns `[batch, ...windows, filters]`, or channels first
 * @throws when channels and filter do not match, groups do not divide, or the filter is larger than the padded image
 */
export function conv(x: Tensor, filter: Tensor, options: ConvOptions = {}): Tensor {
  const { dataFormat = "channelsLast", dilations = 1, groups = 1 } = options;
  if (!isStatic(filter.shape)) throw new Error(`conv: expected a filter of known size, received ${printShape(filter.shape)}.`);
  const { kernel } = splitFilter(filter.shape, dataFormat);
  const { spatial } = splitImage(x.shape, dataFormat);
  const apart = perAxis(dilations, spatial.length, "conv: dilations");
  const [count = 1] = perAxis(groups, 1, "conv: groups");
  return one(apply("conv", { x, filter }, { ...windowParams(x, kernel, options, apart, "conv"), dilations: apart, groups: count }));
}
