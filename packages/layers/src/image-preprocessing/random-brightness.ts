import type { Layer } from "../layer.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomBrightnessOptions extends AugmentationOptions, ValueRangeOptions {
  /** How much is added, in parts of the value range: −1 makes images black, 1 white; `0.2` is −0.2 to 0.2. */
  readonly factor: Factor;
}

/**
 * In training, makes every image brighter or darker (Keras `RandomBrightness`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when the factor is not from −1 to 1
 */
export function randomBrightness(options: RandomBrightnessOptions): Layer {
  const where = options.name ?? "randomBrightness";
  const { factor } = options;
  const interval = toInterval(where, "factor", factor, [-1, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  const [low, high] = valueRange;
  return augmentation("randomBrightness", {
    options,
    config: { factor, valueRange },
    change: (images, key) => clipTo(images.add(perImage(key, images, interval).mul(high - low)), valueRange),
  });
}
