import { concat, foldIn, softmax, stack } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { positiveInteger, within } from "../option-checks.ts";
import { chosenAugmentation } from "./augmentation-choice.ts";
import { beta, logGamma } from "./beta.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { toPixelInterpolation } from "./fill-mode.ts";
import type { PixelInterpolation } from "./fill-mode.ts";
import { augmentation, channelCheck } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { blend } from "./image-mix.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface AugMixOptions extends AugmentationOptions, ValueRangeOptions {
  /** How many changed versions are mixed. Default: 3. */
  readonly numChains?: number | undefined;
  /** How many augmentations each of them goes through, some of which change nothing. Default: 3. */
  readonly chainDepth?: number | undefined;
  /** How strong they are: `[low, high]`, or a single number for 0 to it. Default: 0.3. */
  readonly factor?: Factor | undefined;
  /** The parameter of the Dirichlet and beta distributions that the weights come from. Default: 1. */
  readonly alpha?: number | undefined;
  /** Also brightness, colour degeneration, contrast and sharpness. Default: true. */
  readonly allOps?: boolean | undefined;
  /** How moved images are read. Default: `"bilinear"`. */
  readonly interpolation?: PixelInterpolation | undefined;
}

/**
 * In training, mixes every image with versions of it that went through chains of augmentations (Hendrycks et al. 2020; Keras
 * `AugMix`). All augmentations are computed at every place of every chain: the slowest of the augmentation layers.
 *
 * Input and output: float32 `[batch, height, width, 3]` (or 1), or channels first.
 *
 * @throws when the factor is not from 0 to 1 or alpha is not above 0
 */
export function augMix(options: AugMixOptions = {}): Layer {
  const where = options.name ?? "augMix";
  const { factor = 0.3, allOps = true } = options;
  const numChains = positiveInteger(where, "numChains", options.numChains ?? 3);
  const chainDepth = positiveInteger(where, "chainDepth", options.chainDepth ?? 3);
  const alpha = within(where, "alpha", options.alpha ?? 1, 1e-6);
  const interpolation = toPixelInterpolation(where, options.interpolation);
  const valueRange = toValueRange(where, options.valueRange);
  const strength = toInterval(where, "factor", factor, [0, 1]);
  const once = chosenAugmentation({ factor: strength, valueRange, interpolation, all: allOps, idle: 1 }, where);
  return augmentation("augMix", {
    options,
    config: { numChains, chainDepth, factor, alpha, allOps, interpolation, valueRange },
    check: channelCheck(options.dataFormat, 1, 3),
    change: (images, key) => {
      const batch = images.shape[0] ?? 1;
      const keys = (at: Tensor, count: number): readonly Tensor[] => Array.from({ length: count }, (_, i) => foldIn(at, i));
      // All chains at once: [chains · batch, height, width, channels]
      const copies = concat(Array.from({ length: numChains }, () => images));
      const versions = keys(foldIn(key, 0), chainDepth).reduce((changed, key) => once(changed, key), copies);
      const gammas = keys(foldIn(key, 1), numChains).map((key) => logGamma(key, batch, alpha));
      const weights = softmax(stack(gammas), 0).reshape([numChains, batch, 1, 1, 1]); // of a Dirichlet distribution
      const mixed = versions
        .reshape([numChains, ...images.shape])
        .mul(weights)
        .sum({ axis: 0 });
      const kept = beta(foldIn(key, 2), batch, alpha).reshape([-1, 1, 1, 1]);
      return clipTo(blend(images, mixed, kept), valueRange);
    },
  });
}
