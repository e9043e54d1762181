import { tensor, where as choose } from "@tidu/core-tensor";
import type { Dim, Tensor } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { ApplyContext, Layer, LayerOptions } from "../layer.ts";
import { within } from "../option-checks.ts";
import { positionsOf } from "./positions.ts";

export interface SinePositionEncodingOptions extends LayerOptions {
  /** The longest wavelength, divided by 2π. Default: 10 000. */
  readonly maxWavelength?: number | undefined;
}

/**
 * Sines and cosines of the positions, in the shape of the input, to be added to it: `[batch, time, features]` (Vaswani et al. 2017;
 * KerasHub `SinePositionEncoding`). Even features are sines, odd ones cosines.
 *
 * @example
 * const y = add()([x, sinePositionEncoding()(x)]);
 */
export function sinePositionEncoding(options: SinePositionEncodingOptions = {}): Layer {
  const where = options.name ?? "sinePositionEncoding";
  const maxWavelength = within(where, "maxWavelength", options.maxWavelength ?? 10_000, Number.MIN_VALUE);
  return layer("sinePositionEncoding", {
    options,
    config: { maxWavelength },
    rank: { atLeast: 2, axes: "[batch, time, features]" },
    masking: "passes",
    stepping: "cache",
    apply: (_, x, context) => {
      const vectors = encoding(x.shape.at(-2) ?? 1, knownSize(x.spec, -1, where), maxWavelength, context);
      return [vectors.broadcastTo(x.shape), {}, { cache: {} }];
    },
  });
}

/** `[time, features]` */
function encoding(time: Dim, features: number, maxWavelength: number, context: ApplyContext): Tensor {
  const frequencies = Float32Array.from({ length: features }, (_, i) => maxWavelength ** ((-2 * Math.floor(i / 2)) / features));
  const isSine = Array.from({ length: features }, (_, i) => i % 2 === 0);
  const angles = positionsOf(time, context).cast("float32").expandDims(1).mul(tensor(frequencies));
  return choose(tensor(isSine), angles.sin(), angles.cos());
}
