import { relu as reluOf } from "../activations/relu.ts";
import type { ReluOptions } from "../activations/relu.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { within } from "../option-checks.ts";

export interface ReluLayerOptions extends LayerOptions, ReluOptions {}

/** `max(x, 0)`, or the general form that its options describe (Keras `ReLU`). */
export function relu(options: ReluLayerOptions = {}): Layer {
  const where = options.name ?? "relu";
  const negativeSlope = within(where, "negativeSlope", options.negativeSlope ?? 0, 0);
  const threshold = within(where, "threshold", options.threshold ?? 0, 0);
  const maxValue = options.maxValue === undefined ? undefined : within(where, "maxValue", options.maxValue, 0);
  return layer("relu", {
    options,
    config: { negativeSlope, maxValue, threshold },
    masking: "passes",
    apply: (_, x) => reluOf(x, { negativeSlope, maxValue, threshold }),
  });
}
