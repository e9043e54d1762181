import { foldIn } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { chosenAugmentation } from "./augmentation-choice.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { toPixelInterpolation } from "./fill-mode.ts";
import type { PixelInterpolation } from "./fill-mode.ts";
import { augmentation, channelCheck } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandAugmentOptions extends AugmentationOptions, ValueRangeOptions {
  /** How many augmentations every image goes through. Default: 2. */
  readonly numOps?: number | undefined;
  /** How strong they are: `[low, high]`, or a single number for 0 to it. Default: 0.5. */
  readonly factor?: Factor | undefined;
  /** How moved images are read. Default: `"bilinear"`. */
  readonly interpolation?: PixelInterpolation | undefined;
}

/**
 * In training, changes every image by a few augmentations chosen for it among eleven: shear, translation, rotation, brightness,
 * colour degeneration, contrast, sharpness, posterization, solarization, automatic contrast, equalization (Cubuk et al. 2020; Keras
 * `RandAugment`).
 *
 * Input and output: float32 `[batch, height, width, 3]` (or 1), or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randAugment(options: RandAugmentOptions = {}): Layer {
  const where = options.name ?? "randAugment";
  const { factor = 0.5 } = options;
  const numOps = positiveInteger(where, "numOps", options.numOps ?? 2);
  const interpolation = toPixelInterpolation(where, options.interpolation);
  const valueRange = toValueRange(where, options.valueRange);
  const strength = toInterval(where, "factor", factor, [0, 1]);
  const once = chosenAugmentation({ factor: strength, valueRange, interpolation, all: true, idle: 0 }, where);
  return augmentation("randAugment", {
    options,
    config: { numOps, factor, interpolation, valueRange },
    check: channelCheck(options.dataFormat, 1, 3),
    change: (images, key) => Array.from({ length: numOps }, (_, i) => foldIn(key, i)).reduce((changed, key) => once(changed, key), images),
  });
}
