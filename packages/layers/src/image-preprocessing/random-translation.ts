import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor, Interval } from "./factor.ts";
import { toSampling } from "./fill-mode.ts";
import type { SamplingOptions } from "./fill-mode.ts";
import { augmentation, imageSize } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { project } from "./projection.ts";
import type { Projection } from "./projection.ts";

export interface RandomTranslationOptions extends AugmentationOptions, SamplingOptions {
  /** How far down (positive) or up, in heights of the image: `0.1` is −10 % to 10 %. */
  readonly heightFactor: Factor;
  /** How far right (positive) or left, in widths of the image. */
  readonly widthFactor: Factor;
}

/**
 * In training, moves every image up or down and to a side (Keras `RandomTranslation`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when a factor is not from −1 to 1
 */
export function randomTranslation(options: RandomTranslationOptions): Layer {
  const where = options.name ?? "randomTranslation";
  const { heightFactor, widthFactor } = options;
  const down = toInterval(where, "heightFactor", heightFactor, [-1, 1]);
  const right = toInterval(where, "widthFactor", widthFactor, [-1, 1]);
  const sampling = toSampling(where, options);
  return augmentation("randomTranslation", {
    options,
    config: { heightFactor, widthFactor, ...sampling },
    change: (images, key) => project(images, drawTranslation(key, images, down, right, where), sampling, where),
  });
}

/** A translation for each image. */
export function drawTranslation(key: Tensor, images: Tensor, down: Interval, right: Interval, where: string): Projection {
  const { height, width } = imageSize(images, where);
  const pixels = (place: number, interval: Interval, size: number): Tensor =>
    perImage(foldIn(key, place), images, interval).squeeze(-1).mul(size);
  return { a: [1, 0, pixels(1, right, width).neg()], b: [0, 1, pixels(0, down, height).neg()] };
}
