import { softmax as softmaxOf } from "../activations/softmax.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface SoftmaxLayerOptions extends LayerOptions {
  /** The axis, or the axes together, along which the results add up to 1. Default: -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/** `exp(x) / Σ exp(x)` (Keras `Softmax`). */
export function softmax(options: SoftmaxLayerOptions = {}): Layer {
  const { axis = -1 } = options;
  return layer("softmax", { options, config: { axis }, apply: (_, x) => softmaxOf(x, { axis }) });
}
