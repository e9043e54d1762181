import { foldIn } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import type { Factor } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { randomBrightness } from "./random-brightness.ts";
import { randomContrast } from "./random-contrast.ts";
import { randomHue } from "./random-hue.ts";
import { randomSaturation } from "./random-saturation.ts";
import { toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomColorJitterOptions extends AugmentationOptions, ValueRangeOptions {
  /** As the factor of `randomBrightness`. Default: brightness stays. */
  readonly brightnessFactor?: Factor | undefined;
  /** As the factor of `randomContrast`. Default: contrast stays. */
  readonly contrastFactor?: Factor | undefined;
  /** As the factor of `randomSaturation`. Default: saturation stays. */
  readonly saturationFactor?: Factor | undefined;
  /** As the factor of `randomHue`. Default: hue stays. */
  readonly hueFactor?: Factor | undefined;
}

/**
 * In training, changes brightness, then contrast, saturation and hue of every image (Keras `RandomColorJitter`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first; 3 channels for saturation and hue.
 *
 * @throws when a factor is out of the range of its layer
 */
export function randomColorJitter(options: RandomColorJitterOptions = {}): Layer {
  const where = options.name ?? "randomColorJitter";
  const { brightnessFactor, contrastFactor, saturationFactor, hueFactor } = options;
  const valueRange = toValueRange(where, options.valueRange);
  const part = (make: (options: { factor: Factor } & ValueRangeOptions) => Layer, factor: Factor | undefined): readonly Layer[] =>
    factor === undefined ? [] : [make({ factor, valueRange })];
  const parts = [
    ...part(randomBrightness, brightnessFactor),
    ...part(randomContrast, contrastFactor),
    ...part(randomSaturation, saturationFactor),
    ...part(randomHue, hueFactor),
  ];
  return augmentation("randomColorJitter", {
    options,
    config: { brightnessFactor, contrastFactor, saturationFactor, hueFactor, valueRange },
    change: (images, key) =>
      parts.reduce((changed, part, i) => part.apply({}, changed, { training: true, key: foldIn(key, i) })[0], images),
  });
}
