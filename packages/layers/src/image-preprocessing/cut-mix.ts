import { foldIn, uniform, where as select } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { beta } from "./beta.ts";
import { drawBox } from "./box.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { imageMix } from "./image-mix.ts";

export interface CutMixOptions extends AugmentationOptions {
  /**
   * Both parameters of the beta distribution that the kept part is drawn from: `[low, high]`, or a single number for 0 to it; a
   * number per image. Default: 1.
   */
  readonly factor?: Factor | undefined;
}

/**
 * In training, replaces a box of every image by that of another of its batch, and mixes their labels by area (Yun et al. 2019;
 * Keras `CutMix`).
 *
 * Input: images float32 `[batch, height, width, channels]` (or channels first), or `[images, labels]` with labels float32
 * `[batch, classes]`; then the mixed labels are the second output (`more.outputs[0]`).
 *
 * @throws when the factor is not from 0 to 1
 */
export function cutMix(options: CutMixOptions = {}): Layer {
  const where = options.name ?? "cutMix";
  const { factor = 1 } = options;
  const [low, high] = toInterval(where, "factor", factor, [0, 1]);
  return imageMix(
    "cutMix",
    options,
    { factor },
    (images, others, key) => {
      const batch = images.shape[0] ?? 1;
      const alpha = uniform(foldIn(key, 1), [batch, 1], low, high).add(1e-6);
      const side = beta(foldIn(key, 2), batch, alpha).neg().add(1).sqrt().reshape([-1, 1, 1, 1]);
      const { covers, share } = drawBox(foldIn(key, 3), images, side, side, where);
      return { images: select(covers, others, images), kept: share.neg().add(1) };
    },
    (key) => foldIn(key, 0),
  );
}
