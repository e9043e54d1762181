import { requireImage, windowCounts } from "../ops/windows.ts";
import { isStatic } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";
import { reindex } from "./shaping.ts";
import { axisToChannels } from "./space-to-depth.ts";
import { perAxis, windowParams } from "./window-options.ts";
import type { ConvOptions } from "./convolution.ts";

/**
 * The pixels of every window as channels (Keras `ops.image.extract_patches`, also im2col): those of a window stand one after
 * another, row by row; padding is 0.
 *
 * @param x `[batch, ...spatial, channels]`, or channels first, with spatial axes of known size
 * @param size the window: one number, or one per spatial axis
 * @param options strides: the size of the window unless given
 * @returns `[batch, ...windows, window pixels · channels]`, or channels first
 * @throws when a window is larger than the padded image, or a spatial axis has no known size
 */
export function extractPatches(x: Tensor, size: number | readonly number[], options: Omit<ConvOptions, "groups"> = {}): Tensor {
  const { dataFormat = "channelsLast", dilations = 1 } = options;
  const where = `extractPatches of ${printSpec(x.spec)}`;
  const { spatial } = requireImage(x.spec, dataFormat, where);
  if (!isStatic(spatial)) throw new Error(`${where}: which pixels make a window depends on the size of the image. Fix it first.`);
  const window = perAxis(size, spatial.length, "extractPatches: size");
  const apart = perAxis(dilations, spatial.length, "extractPatches: dilations");
  const params = windowParams(x, window, { ...options, strides: options.strides ?? window }, apart, "extractPatches");
  const counts = windowCounts(spatial, window, params, apart, where).map(Number);
  const first = dataFormat === "channelsLast" ? 1 : 2;
  return counts.reduceRight((image, count, axis) => {
    const taps = window[axis] ?? 1;
    const rows = Int32Array.from({ length: count * taps }, (_, position) => {
      const [at, tap] = [Math.floor(position / taps), position % taps];
      const row = at * (params.strides[axis] ?? 1) - (params.low[axis] ?? 0) + tap * (apart[axis] ?? 1);
      return row >= 0 && row < (spatial[axis] ?? 1) ? row : -1;
    });
    return axisToChannels(reindex(image, rows, first + axis), axis, taps, dataFormat);
  }, x);
}
