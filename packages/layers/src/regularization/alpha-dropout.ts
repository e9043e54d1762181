import { bernoulli, where } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { drawingKey } from "./drawing-key.ts";
import type { DropoutOptions } from "./dropout.ts";
import { noiseShapeOf, noiseShapeProblem } from "./noise-shape.ts";

/** What selu tends to far below 0. */
const lowest = -1.7580993408473766; // −alpha · scale of selu

/**
 * In training, sets elements to the lowest value of selu at random, then scales and shifts so that mean and variance stay
 * (Klambauer et al. 2017; Keras `AlphaDropout`): for networks of selu.
 */
export function alphaDropout(options: DropoutOptions): Layer {
  const { noiseShape, seed } = options;
  const name = options.name ?? "alphaDropout";
  const rate = within(name, "rate", options.rate, 0, 1 - 2 ** -24);
  const a = 1 / Math.sqrt((1 - rate) * (1 + rate * lowest ** 2));
  const b = -a * lowest * rate;
  return layer("alphaDropout", {
    options,
    config: { rate, noiseShape, seed },
    check: ([{ shape }]) => noiseShapeProblem(shape, noiseShape),
    masking: "passes",
    apply: (_, x, context) => {
      if (context.training !== true || rate === 0) return x;
      const kept = bernoulli(drawingKey(context, seed, name), noiseShapeOf(x.shape, noiseShape), 1 - rate);
      return where(kept, x, lowest).mul(a).add(b);
    },
  });
}
