import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { onColumns } from "./channels.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor, Interval } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomContrastOptions extends AugmentationOptions, ValueRangeOptions {
  /**
   * `[lower, upper]`: the contrast is multiplied by a number from 1 − lower to 1 + upper. A single number is both, as Keras
   * documents (its code takes 0 as lower).
   */
  readonly factor: Factor;
}

/**
 * In training, moves the values of every image away from the mean of their channel, or towards it (Keras `RandomContrast`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randomContrast(options: RandomContrastOptions): Layer {
  const where = options.name ?? "randomContrast";
  const { factor } = options;
  const [lower, upper] = toInterval(where, "factor", factor, [0, 1], (f) => [f, f]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomContrast", {
    options,
    config: { factor, valueRange },
    change: (images, key) => contrast(images, perImage(key, images, [1 - lower, 1 + upper]), valueRange),
  });
}

export function contrast(images: Tensor, factor: Tensor, valueRange: Interval): Tensor {
  const mean = onColumns(images.mean({ axis: [1, 2], keepDims: true }), images);
  return clipTo(images.sub(mean).mul(factor).add(mean), valueRange);
}
