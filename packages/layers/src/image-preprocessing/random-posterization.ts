import { gather, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { choicePerImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { bytes, clipTo, convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomPosterizationOptions extends AugmentationOptions, ValueRangeOptions {
  /**
   * How many bits of a byte are kept, 1 to 8. Of `[low, high]` a number from `low` to below `high` (or `low`, where both are the
   * same) is drawn per image; a single number is taken as it is, as Keras documents (its code draws from 1 to below it).
   */
  readonly factor: Factor;
}

/**
 * In training, leaves every image fewer shades: only the highest bits of its values (Keras `RandomPosterization`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when the factor is not made of whole numbers from 1 to 8
 */
export function randomPosterization(options: RandomPosterizationOptions): Layer {
  const where = options.name ?? "randomPosterization";
  const { factor } = options;
  const [low, high] = toInterval(where, "factor", factor, [1, 8], (f) => [f, f]);
  if (!Number.isInteger(low) || !Number.isInteger(high))
    throw new RangeError(`${where}: expected factor to be whole numbers of bits, received ${JSON.stringify(factor)}.`);
  const valueRange = toValueRange(where, options.valueRange);
  const steps = tensor(Array.from({ length: Math.max(1, high - low) }, (_, i) => 2 ** (8 - low - i)));
  return augmentation("randomPosterization", {
    options,
    config: { factor, valueRange },
    change: (images, key) => {
      const step = gather(steps, choicePerImage(key, images, Math.max(1, high - low)));
      return convertRange(posterize(convertRange(images, valueRange, bytes), step), bytes, valueRange);
    },
  });
}

const posterize = (images: Tensor, step: Tensor): Tensor => clipTo(images, bytes).floor().div(step).floor().mul(step);
