import { dtypes } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";

export interface RepeatVectorOptions extends LayerOptions {
  /** How many times. */
  readonly n: number;
}

/** Every vector `n` times: `[batch, features]` to `[batch, n, features]` (Keras `RepeatVector`). */
export function repeatVector(options: RepeatVectorOptions): Layer {
  const n = positiveInteger(options.name ?? "repeatVector", "n", options.n);
  return layer("repeatVector", {
    options,
    config: { n },
    rank: { exactly: 2, axes: "[batch, features]" },
    dtypes,
    apply: (_, x) => {
      const [batch = 1, features = 1] = x.shape;
      return x.expandDims(1).broadcastTo([batch, n, features]);
    },
  });
}
