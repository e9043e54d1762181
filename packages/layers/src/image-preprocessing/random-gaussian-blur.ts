import { foldIn, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { perAxis } from "../images.ts";
import type { TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { perImage, someImages } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { smooth } from "./gaussian-smoothing.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomGaussianBlurOptions extends AugmentationOptions, ValueRangeOptions {
  /** The probability that an image changes; of `[low, high]` one is drawn per image, of a single number one from 0 to it. Default: 1. */
  readonly factor?: Factor | undefined;
  /** How many pixels are mixed: an odd number, or one for each axis. Default: 3. */
  readonly kernelSize?: TwoAxes | undefined;
  /** The standard deviation in pixels, from 0 to 1, drawn for each axis. Default: 1, a number from 0 to 1. */
  readonly sigma?: Factor | undefined;
}

/**
 * In training, blurs images, each by a Gaussian of its own, with zeros beside them (Keras `RandomGaussianBlur`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when factor or sigma are not from 0 to 1, or a kernel size is even
 */
export function randomGaussianBlur(options: RandomGaussianBlurOptions = {}): Layer {
  const where = options.name ?? "randomGaussianBlur";
  const { factor = 1, kernelSize = 3, sigma = 1 } = options;
  const probability = toInterval(where, "factor", factor, [0, 1]);
  const deviations = toInterval(where, "sigma", sigma, [0, 1]);
  const [down = 1, across = 1] = perAxis(where, "kernelSize", kernelSize, 2);
  if (down % 2 === 0 || across % 2 === 0)
    throw new RangeError(`${where}: expected kernelSize to be odd, received ${JSON.stringify(kernelSize)}.`);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomGaussianBlur", {
    options,
    config: { factor, kernelSize, sigma, valueRange },
    change: (images, key) => {
      const deviation = (place: number): Tensor => perImage(foldIn(key, place), images, deviations).squeeze(-1).add(1e-6);
      const blurred = smooth(
        images,
        { sigma: deviation(1), radius: (down - 1) / 2 },
        { sigma: deviation(2), radius: (across - 1) / 2 },
        where,
      );
      return clipTo(select(someImages(foldIn(key, 0), images, probability), blurred, images), valueRange);
    },
  });
}
