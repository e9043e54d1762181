import { where } from "@tidu/core-tensor";
import { softmax as softmaxOf } from "../activations/softmax.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface SoftmaxLayerOptions extends LayerOptions {
  /** The axis, or the axes together, along which the results add up to 1. Default: -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/**
 * `exp(x) / Σ exp(x)` (Keras `Softmax`). A mask of the shape of the input leaves what it masks out of the sum; one of time steps,
 * bool[batch, time], goes on to the output.
 */
export function softmax(options: SoftmaxLayerOptions = {}): Layer {
  const { axis = -1 } = options;
  return layer("softmax", {
    options,
    config: { axis },
    masking: "passes",
    apply: (_, x, { mask }) => {
      if (mask?.ndim !== x.ndim) return softmaxOf(x, { axis });
      return where(mask, softmaxOf(where(mask, x, masked), { axis }), 0); // 0 too where nothing is left
    },
  });
}

/** Keras's: finite, so that a row where nothing is left has no NaN. */
const masked = -1e9;
