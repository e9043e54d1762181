import { foldIn, gather, iota } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { drawingKey } from "../regularization/drawing-key.ts";
import { largestMiddle } from "./center-crop.ts";
import { choicePerImage } from "./draws.ts";
import { imageLayer, imageSize } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";

export interface RandomCropOptions extends AugmentationOptions {
  readonly height: number;
  readonly width: number;
}

/**
 * In training, a window of every image at a place of its own; otherwise, and of images that are too small, the largest window in
 * the middle with the same proportions, resized (Keras `RandomCrop`).
 *
 * Input: `[batch, height, width, channels]` of known size, or channels first. Output: float32 with the new height and width.
 */
export function randomCrop(options: RandomCropOptions): Layer {
  const where = options.name ?? "randomCrop";
  const { seed } = options;
  const height = positiveInteger(where, "height", options.height);
  const width = positiveInteger(where, "width", options.width);
  return imageLayer("randomCrop", {
    options,
    config: { height, width, seed },
    change: (x, context) => {
      const images = x.cast("float32");
      const size = imageSize(images, where);
      const fits = size.height >= height && size.width >= width;
      if (context.training !== true || !fits) return largestMiddle(images, height, width, where);
      return windows(images, drawingKey(context, seed, where), height, width, where);
    },
  });
}

/** A window of every image, `[batch, height, width, channels]`. */
function windows(images: Tensor, key: Tensor, height: number, width: number, where: string): Tensor {
  const size = imageSize(images, where);
  const start = (place: number, places: number): Tensor => choicePerImage(foldIn(key, place), images, places).squeeze(-1);
  const row = start(0, size.height - height + 1).add(iota(height).reshape([1, height, 1]));
  const column = start(1, size.width - width + 1).add(iota(width).reshape([1, 1, width]));
  const first = iota(size.batch)
    .mul(size.height * size.width)
    .reshape([size.batch, 1, 1]);
  return gather(images.reshape([-1, size.channels]), first.add(row.mul(size.width)).add(column));
}
