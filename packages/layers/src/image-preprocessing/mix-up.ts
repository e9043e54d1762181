import { foldIn } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { beta } from "./beta.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { blend, imageMix } from "./image-mix.ts";

export interface MixUpOptions extends AugmentationOptions {
  /** Both parameters of the beta distribution that weights are drawn from; small ones mix little. Default: 0.2. */
  readonly alpha?: number | undefined;
}

/**
 * In training, blends every image with another of its batch, and their labels (Zhang et al. 2018; Keras `MixUp`).
 *
 * Input: images float32 `[batch, height, width, channels]` (or channels first), or `[images, labels]` with labels float32
 * `[batch, classes]`; then the blended labels are the second output (`more.outputs[0]`).
 *
 * @throws when alpha is not above 0
 *
 * @example
 * const [x, , more] = mixUp().apply({}, [images, labels], { training: true, key: randomKey(1) });
 * const y = more?.outputs?.[0];
 */
export function mixUp(options: MixUpOptions = {}): Layer {
  const alpha = within(options.name ?? "mixUp", "alpha", options.alpha ?? 0.2, 1e-6);
  return imageMix(
    "mixUp",
    options,
    { alpha },
    (images, others, key) => {
      const kept = beta(foldIn(key, 1), images.shape[0] ?? 1, alpha).reshape([-1, 1, 1, 1]);
      return { images: blend(images, others, kept), kept };
    },
    (key) => foldIn(key, 0),
  );
}
