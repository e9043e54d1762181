import { pad, sliceAxis } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { augmentation, imageSize } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomSharpnessOptions extends AugmentationOptions, ValueRangeOptions {
  /** 0 blurs, 0.5 changes nothing, 1 sharpens; `0.2` is 0 to 0.2. */
  readonly factor: Factor;
}

/**
 * In training, blurs or sharpens every image with its eight neighbours, zeros beside it (Keras `RandomSharpness`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randomSharpness(options: RandomSharpnessOptions): Layer {
  const where = options.name ?? "randomSharpness";
  const { factor } = options;
  const interval = toInterval(where, "factor", factor, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomSharpness", {
    options,
    config: { factor, valueRange },
    change: (images, key) => {
      const blur = perImage(key, images, interval).mul(-2).add(1); // 1 for all of it, −1 for its opposite
      return clipTo(images.add(blur.mul(smoothed(images, where).sub(images))), valueRange);
    },
  });
}

/** 5/13 of a pixel and 1/13 of each of its neighbours. */
function smoothed(images: Tensor, where: string): Tensor {
  const { height, width } = imageSize(images, where);
  const none = [0, 0] as const;
  const rows = sumOfThree(pad(images, [none, [1, 1], none, none]), 1, height);
  const all = sumOfThree(pad(rows, [none, none, [1, 1], none]), 2, width);
  return all.add(images.mul(4)).div(13);
}

const sumOfThree = (x: Tensor, axis: number, size: number): Tensor =>
  [0, 1, 2].map((start) => sliceAxis(x, axis, start, start + size)).reduce((sum, part) => sum.add(part));
