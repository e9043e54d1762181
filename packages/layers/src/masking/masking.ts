import { where as select } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface MaskingOptions extends LayerOptions {
  /** A step all of whose features have this value does not count. Default: 0. */
  readonly maskValue?: number | undefined;
}

/**
 * Leaves out the time steps of `[batch, time, …, features]` whose features all are `maskValue`: they become zeros, and the layers
 * behind, as far as they know masks, skip them (Keras `Masking`).
 *
 * @example
 * sequential([masking({ inputShape: ["time", 3] }), lstm({ units: 8 })]);
 */
export function masking(options: MaskingOptions = {}): Layer {
  const where = options.name ?? "masking";
  const { maskValue = 0 } = options;
  if (typeof maskValue !== "number" || Number.isNaN(maskValue))
    throw new TypeError(`${where}: expected maskValue to be a number, received ${String(maskValue)}.`);
  return layer("masking", {
    options,
    config: { maskValue },
    rank: { atLeast: 2, axes: "[batch, time, …]" },
    apply: (_, x) => {
      const counts = x.notEqual(maskValue).any({ axis: -1 });
      return [select(counts.expandDims(-1), x, 0), {}, { mask: counts }];
    },
  });
}
