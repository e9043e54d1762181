import { dtypes } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface PermuteOptions extends LayerOptions {
  /** Which axis comes where; 1 is the first after the batch. */
  readonly dims: readonly number[];
}

/** The axes of every example in another order (Keras `Permute`). */
export function permute(options: PermuteOptions): Layer {
  const { dims } = options;
  if (dims.toSorted((a, b) => a - b).some((axis, i) => axis !== i + 1)) {
    throw new RangeError(
      `${options.name ?? "permute"}: expected dims to be the numbers 1 to ${dims.length} in some order, received [${dims.join(", ")}].`,
    );
  }
  return layer("permute", {
    options,
    config: { dims },
    rank: { exactly: dims.length + 1 },
    dtypes,
    apply: (_, x) => x.transpose([0, ...dims]),
  });
}
