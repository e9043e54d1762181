import { normal } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { drawingKey } from "./drawing-key.ts";
import type { DrawingOptions } from "./drawing-key.ts";

export interface GaussianDropoutOptions extends DrawingOptions {
  /** As for dropout; the noise has the standard deviation √(rate / (1 − rate)). From 0 to below 1. */
  readonly rate: number;
}

/** In training, multiplies with normal noise of mean 1 (Srivastava et al. 2014; Keras `GaussianDropout`). */
export function gaussianDropout(options: GaussianDropoutOptions): Layer {
  const { seed } = options;
  const where = options.name ?? "gaussianDropout";
  const rate = within(where, "rate", options.rate, 0, 1 - 2 ** -24);
  const stddev = Math.sqrt(rate / (1 - rate));
  return layer("gaussianDropout", {
    options,
    config: { rate, seed },
    masking: "passes",
    apply: (_, x, context) =>
      context.training === true && rate > 0 ? x.mul(normal(drawingKey(context, seed, where), x.shape, 1, stddev)) : x,
  });
}
