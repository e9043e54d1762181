import { resolveAxes } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { l2Normalize } from "../l2-normalize.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface UnitNormalizationOptions extends LayerOptions {
  /** The axes that the norm runs over. Default: -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/** Gives the vectors along the axes the length 1 (Keras `UnitNormalization`). */
export function unitNormalization(options: UnitNormalizationOptions = {}): Layer {
  const { axis = -1 } = options;
  return layer("unitNormalization", {
    options,
    config: { axis },
    rank: { atLeast: 1 },
    masking: "passes",
    apply: (_, x) => l2Normalize(x, resolveAxes(axis, x.ndim, options.name ?? "unitNormalization"), 1e-12),
  });
}
