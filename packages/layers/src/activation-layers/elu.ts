import { elu as eluOf } from "../activations/elu.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface EluLayerOptions extends LayerOptions {
  /** Default: 1. */
  readonly alpha?: number | undefined;
}

/** `x` above 0, `alpha · (exp(x) − 1)` below (Keras `ELU`). */
export function elu(options: EluLayerOptions = {}): Layer {
  const { alpha = 1 } = options;
  return layer("elu", { options, config: { alpha }, masking: "passes", apply: (_, x) => eluOf(x, { alpha }) });
}
