import { foldIn, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor, Interval } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { bytes, clipTo, convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface SolarizationOptions extends AugmentationOptions, ValueRangeOptions {
  /** How much is added first, in parts of the value range: `0.2` is 0 to 0.2. Default: 0. */
  readonly additionFactor?: Factor | undefined;
  /** From where on values are inverted, in parts of the value range: `0.2` is 0 to 0.2. Default: 0, all of them. */
  readonly thresholdFactor?: Factor | undefined;
}

/**
 * In training, inverts the bright values of every image (Keras `Solarization`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when a factor is not from 0 to 1
 */
export function solarization(options: SolarizationOptions = {}): Layer {
  const where = options.name ?? "solarization";
  const { additionFactor = 0, thresholdFactor = 0 } = options;
  const additions = toInterval(where, "additionFactor", additionFactor, [0, 1]);
  const thresholds = toInterval(where, "thresholdFactor", thresholdFactor, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("solarization", {
    options,
    config: { additionFactor, thresholdFactor, valueRange },
    change: (images, key) => {
      const draw = (place: number, [low, high]: Interval): Tensor => perImage(foldIn(key, place), images, [low * 255, high * 255]);
      return solarize(images, draw(0, additions), draw(1, thresholds), valueRange);
    },
  });
}

/** @param addition from 0 to 255, whatever the value range; the threshold too */
export function solarize(images: Tensor, addition: Tensor, threshold: Tensor, valueRange: Interval): Tensor {
  const lighter = clipTo(convertRange(images, valueRange, bytes).add(addition), bytes);
  return convertRange(select(lighter.less(threshold), lighter, lighter.neg().add(255)), bytes, valueRange);
}
