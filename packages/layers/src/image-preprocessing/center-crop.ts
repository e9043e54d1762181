import type { Tensor } from "@tidu/core-tensor";
import type { ImageOptions } from "../images.ts";
import type { Layer } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { cropToAspectRatio, middle } from "./aspect-ratio.ts";
import { imageLayer, imageSize } from "./image-layer.ts";
import { resizeImages } from "./resize.ts";

export interface CenterCropOptions extends ImageOptions {
  readonly height: number;
  readonly width: number;
}

/**
 * The middle of every image, in training and outside of it; images that are too small are stretched after they were cut to the
 * right proportions (Keras `CenterCrop`).
 *
 * Input: `[batch, height, width, channels]` of known size, or channels first. Output: float32 with the new height and width.
 */
export function centerCrop(options: CenterCropOptions): Layer {
  const where = options.name ?? "centerCrop";
  const height = positiveInteger(where, "height", options.height);
  const width = positiveInteger(where, "width", options.width);
  return imageLayer("centerCrop", {
    options,
    config: { height, width },
    change: (x) => {
      const images = x.cast("float32");
      const size = imageSize(images, where);
      return size.height >= height && size.width >= width
        ? middle(images, height, width, where)
        : largestMiddle(images, height, width, where);
    },
  });
}

/** The largest window of these proportions, resized. */
export const largestMiddle = (images: Tensor, height: number, width: number, where: string): Tensor =>
  resizeImages(cropToAspectRatio(images, height, width, where), height, width, "bilinear");
