import { leakyRelu as leakyReluOf } from "../activations/relu.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { within } from "../option-checks.ts";

export interface LeakyReluLayerOptions extends LayerOptions {
  /** The slope below 0. Default: 0.3 (0.2 for the activation of that name, as in Keras). */
  readonly negativeSlope?: number | undefined;
}

/** `x` above 0, `negativeSlope · x` below (Keras `LeakyReLU`). */
export function leakyRelu(options: LeakyReluLayerOptions = {}): Layer {
  const negativeSlope = within(options.name ?? "leakyRelu", "negativeSlope", options.negativeSlope ?? 0.3, 0);
  return layer("leakyRelu", { options, config: { negativeSlope }, masking: "passes", apply: (_, x) => leakyReluOf(x, { negativeSlope }) });
}
