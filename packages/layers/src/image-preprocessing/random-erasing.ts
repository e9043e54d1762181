import { foldIn, normal, tensor, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { drawBox } from "./box.ts";
import { perImage, someImages } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomErasingOptions extends AugmentationOptions, ValueRangeOptions {
  /** The probability that an image changes; of `[low, high]` one is drawn per image, of a single number one from 0 to it. Default: 1. */
  readonly factor?: Factor | undefined;
  /** The part of the image that is erased; its root is drawn for height and width each. Default: `[0.02, 0.33]`. */
  readonly scale?: Factor | undefined;
  /** What replaces it: a value, or one per channel. Default: normal noise as wide as the value range. */
  readonly fillValue?: number | readonly number[] | undefined;
}

/**
 * In training, replaces a box of images by noise or a value (Zhong et al. 2017; Keras `RandomErasing`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when factor or scale are not from 0 to 1
 */
export function randomErasing(options: RandomErasingOptions = {}): Layer {
  const where = options.name ?? "randomErasing";
  const { factor = 1, scale = [0.02, 0.33], fillValue } = options;
  const probability = toInterval(where, "factor", factor, [0, 1]);
  const shares = toInterval(where, "scale", scale, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  const filling = (key: Tensor, images: Tensor): Tensor => {
    if (fillValue === undefined) return normal(key, images.shape, 0, valueRange[1]);
    return typeof fillValue === "number" ? tensor([fillValue]) : tensor(fillValue);
  };
  return augmentation("randomErasing", {
    options,
    config: { factor, scale, fillValue, valueRange },
    check: ([{ shape }]) => {
      const channels = shape.at(options.dataFormat === "channelsFirst" ? 1 : -1);
      const wrong = typeof fillValue === "object" && fillValue.length !== 1 && fillValue.length !== channels;
      return wrong ? `expected ${fillValue.length} channels, as fill values were given` : undefined;
    },
    change: (images, key) => {
      const side = (place: number): Tensor => perImage(foldIn(key, place), images, shares).sqrt();
      const { covers } = drawBox(foldIn(key, 3), images, side(1), side(2), where);
      const erased = covers.logicalAnd(someImages(foldIn(key, 0), images, probability));
      return select(erased, clipTo(filling(foldIn(key, 4), images), valueRange), images);
    },
  });
}
