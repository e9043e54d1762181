import { normal } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { drawingKey } from "./drawing-key.ts";
import type { DrawingOptions } from "./drawing-key.ts";

export interface GaussianNoiseOptions extends DrawingOptions {
  /** The standard deviation of the noise. */
  readonly stddev: number;
}

/** In training, adds normal noise with mean 0 (Keras `GaussianNoise`). */
export function gaussianNoise(options: GaussianNoiseOptions): Layer {
  const { seed } = options;
  const where = options.name ?? "gaussianNoise";
  const stddev = within(where, "stddev", options.stddev, 0);
  return layer("gaussianNoise", {
    options,
    config: { stddev, seed },
    masking: "passes",
    apply: (_, x, context) =>
      context.training === true && stddev > 0 ? x.add(normal(drawingKey(context, seed, where), x.shape, 0, stddev)) : x,
  });
}
