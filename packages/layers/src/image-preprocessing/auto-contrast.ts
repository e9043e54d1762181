import { where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { ImageOptions } from "../images.ts";
import type { Layer } from "../layer.ts";
import { onColumns } from "./channels.ts";
import { imageLayer } from "./image-layer.ts";
import { bytes, clipTo, convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface AutoContrastOptions extends ImageOptions, ValueRangeOptions {}

/**
 * Stretches the values of every channel of every image over the whole range, in training and outside of it; channels of one value
 * stay (Keras `AutoContrast`).
 *
 * Input: `[batch, height, width, channels]`, or channels first. Output: float32 of the same shape.
 */
export function autoContrast(options: AutoContrastOptions = {}): Layer {
  const valueRange = toValueRange(options.name ?? "autoContrast", options.valueRange);
  return imageLayer("autoContrast", {
    options,
    config: { valueRange },
    change: (images) => stretched(images.cast("float32"), valueRange),
  });
}

function stretched(original: Tensor, valueRange: readonly [number, number]): Tensor {
  const images = convertRange(original, valueRange, bytes);
  const low = images.min({ axis: [1, 2], keepDims: true });
  const high = images.max({ axis: [1, 2], keepDims: true });
  const flat = high.equal(low);
  const scale = high
    .sub(select(flat, low.sub(1), low))
    .pow(-1)
    .mul(255);
  const results = clipTo(images.mul(onColumns(scale, images)).sub(onColumns(low.mul(scale), images)), bytes);
  return select(onColumns(flat, images), original, convertRange(results, bytes, valueRange));
}
