import { composite, resolveAxes, rsqrt } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { ones } from "../initializers/constant.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { within } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { aligned } from "./scale-and-center.ts";

export interface RmsNormalizationOptions extends LayerOptions {
  /** The axes that the mean runs over; the learned factor has their shape. Default: -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the mean square. Default: 1e-6. */
  readonly epsilon?: number | undefined;
}

/** `x / √(mean(x²) + epsilon) · scale` (Zhang & Sennrich 2019; Keras `RMSNormalization`). */
export function rmsNormalization(options: RmsNormalizationOptions = {}): Layer {
  const where = options.name ?? "rmsNormalization";
  const { axis = -1 } = options;
  const epsilon = within(where, "epsilon", options.epsilon ?? 1e-6, 0);
  return layer("rmsNormalization", {
    options,
    config: { axis, epsilon },
    rank: { atLeast: 1 },
    weights: ([x], where) => ({
      scale: weight(
        resolveAxes(axis, x.shape.length, where).map((at) => knownSize(x, at, where)),
        ones(),
      ),
    }),
    masking: "passes",
    apply: ({ scale }, x) => {
      const axes = resolveAxes(axis, x.ndim, where);
      return composite(
        {
          name: "rmsNormalization",
          options: { axes, epsilon },
          body: (x, scale) => {
            const meanSquare = x.square().mean({ axis: axes, keepDims: true });
            const y = x.mul(rsqrt(meanSquare.add(epsilon)));
            return scale === undefined ? y : y.mul(aligned(scale, x, axes));
          },
        },
        x,
        scale,
      );
    },
  });
}
