import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { perImage, signPerImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor, Interval } from "./factor.ts";
import { toSampling } from "./fill-mode.ts";
import type { SamplingOptions } from "./fill-mode.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { project } from "./projection.ts";
import type { Projection } from "./projection.ts";

export interface RandomShearOptions extends AugmentationOptions, SamplingOptions {
  /** How many columns a row moves against the one above it, to either side: `0.2` is 0 to 0.2. Default: 0. */
  readonly xFactor?: Factor | undefined;
  /** How many rows a column moves against the one left of it, up or down. Default: 0. */
  readonly yFactor?: Factor | undefined;
}

/**
 * In training, slants every image: rows slide along each other, columns too (Keras `RandomShear`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when a factor is not from 0 to 1
 */
export function randomShear(options: RandomShearOptions = {}): Layer {
  const where = options.name ?? "randomShear";
  const { xFactor = 0, yFactor = 0 } = options;
  const ofRows = toInterval(where, "xFactor", xFactor, [0, 1]);
  const ofColumns = toInterval(where, "yFactor", yFactor, [0, 1]);
  const sampling = toSampling(where, options);
  return augmentation("randomShear", {
    options,
    config: { xFactor, yFactor, ...sampling },
    change: (images, key) => project(images, drawShear(key, images, ofRows, ofColumns), sampling, where),
  });
}

/** A shear for each image. Both directions share a random sign. */
export function drawShear(key: Tensor, images: Tensor, ofRows: Interval, ofColumns: Interval): Projection {
  const sign = signPerImage(foldIn(key, 0), images);
  const draw = (place: number, interval: Interval): Tensor => perImage(foldIn(key, place), images, interval).mul(sign).squeeze(-1);
  return { a: [1, draw(1, ofRows), 0], b: [draw(2, ofColumns), 1, 0] };
}
