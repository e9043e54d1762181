import { foldIn, uniform, where as select } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { someImages } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { toPixelInterpolation } from "./fill-mode.ts";
import type { PixelInterpolation } from "./fill-mode.ts";
import { homography } from "./homography.ts";
import { augmentation, imageSize } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { project } from "./projection.ts";

export interface RandomPerspectiveOptions extends AugmentationOptions {
  /** The probability that an image changes; of `[low, high]` one is drawn per image, of a single number one from 0 to it. Default: 1. */
  readonly factor?: Factor | undefined;
  /** How far corners move, from 0 to 1: by up to half of it, relative to their coordinates. Default: 1. */
  readonly scale?: number | undefined;
  /** Default: `"bilinear"`. */
  readonly interpolation?: PixelInterpolation | undefined;
  /** The value beside the image. Default: 0. */
  readonly fillValue?: number | undefined;
}

/**
 * In training, shows images as if seen from aside: three corners move, the first one stays (Keras `RandomPerspective`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first; at least two pixels high and wide.
 *
 * @throws when factor or scale are not from 0 to 1
 */
export function randomPerspective(options: RandomPerspectiveOptions = {}): Layer {
  const where = options.name ?? "randomPerspective";
  const { factor = 1, fillValue = 0 } = options;
  const probability = toInterval(where, "factor", factor, [0, 1]);
  const scale = within(where, "scale", options.scale ?? 1, 0, 1);
  const interpolation = toPixelInterpolation(where, options.interpolation);
  return augmentation("randomPerspective", {
    options,
    config: { factor, scale, interpolation, fillValue },
    change: (images, key) => {
      const { batch, height, width } = imageSize(images, where);
      if (height < 2 || width < 2) throw new Error(`${where}: expected images of at least 2 × 2 pixels, received ${height} × ${width}.`);
      const moved = uniform(foldIn(key, 1), [batch, 4, 2], -0.5 * scale, 0.5 * scale);
      const seen = project(images, homography(moved, height, width), { fillMode: "constant", fillValue, interpolation }, where);
      return select(someImages(foldIn(key, 0), images, probability), seen, images);
    },
  });
}
