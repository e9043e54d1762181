import { where as select } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { perImage } from "./draws.ts";
import { grayscale } from "./grayscale.ts";
import { augmentation, channelCheck } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";

export interface RandomGrayscaleOptions extends AugmentationOptions {
  /** The probability that an image loses its colour. Default: 0.5. */
  readonly factor?: number | undefined;
}

/**
 * In training, makes some images grey; they keep their channels (Keras `RandomGrayscale`).
 *
 * Input and output: float32 `[batch, height, width, 3]` (or 1), or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randomGrayscale(options: RandomGrayscaleOptions = {}): Layer {
  const where = options.name ?? "randomGrayscale";
  const factor = within(where, "factor", options.factor ?? 0.5, 0, 1);
  return augmentation("randomGrayscale", {
    options,
    config: { factor },
    check: channelCheck(options.dataFormat, 1, 3),
    change: (images, key) => select(perImage(key, images, [0, 1]).less(factor), grayscale(images), images),
  });
}
