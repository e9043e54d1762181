import type { Layer } from "../layer.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { grayscale } from "./grayscale.ts";
import { augmentation, channelCheck } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomColorDegenerationOptions extends AugmentationOptions, ValueRangeOptions {
  /** How much colour goes: 0 changes nothing, 1 makes images grey; below 0 they gain some; `0.2` is 0 to 0.2. */
  readonly factor: Factor;
}

/**
 * In training, mixes every image with its grey version (Keras `RandomColorDegeneration`).
 *
 * Input and output: float32 `[batch, height, width, 3]` (or 1), or channels first.
 *
 * @throws when the factor is not from −1 to 1
 */
export function randomColorDegeneration(options: RandomColorDegenerationOptions): Layer {
  const where = options.name ?? "randomColorDegeneration";
  const { factor } = options;
  const interval = toInterval(where, "factor", factor, [-1, 1], (f) => [0, f]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomColorDegeneration", {
    options,
    config: { factor, valueRange },
    check: channelCheck(options.dataFormat, 1, 3),
    change: (images, key) => clipTo(images.add(perImage(key, images, interval).mul(grayscale(images).sub(images))), valueRange),
  });
}
