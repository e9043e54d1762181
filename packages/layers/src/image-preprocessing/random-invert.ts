import { where as select } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { someImages } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomInvertOptions extends AugmentationOptions, ValueRangeOptions {
  /** The probability that an image changes; of `[low, high]` one is drawn per image, of a single number one from 0 to it. Default: 1. */
  readonly factor?: Factor | undefined;
}

/**
 * In training, turns some images into their negative: the highest value minus theirs (Keras `RandomInvert`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randomInvert(options: RandomInvertOptions = {}): Layer {
  const where = options.name ?? "randomInvert";
  const { factor = 1 } = options;
  const probability = toInterval(where, "factor", factor, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomInvert", {
    options,
    config: { factor, valueRange },
    change: (images, key) => select(someImages(key, images, probability), images.neg().add(valueRange[1]), images),
  });
}
