import { composite, resolveAxes } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { aligned, present, scaleAndCenter, scaledAndCentered } from "./scale-and-center.ts";
import type { ScaleAndCenterOptions } from "./scale-and-center.ts";
import { standardize } from "./standardize.ts";

export interface LayerNormalizationOptions extends ScaleAndCenterOptions {
  /** The axes that mean and variance run over; gamma and beta have their shape. Default: -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the variance. Default: 0.001. */
  readonly epsilon?: number | undefined;
}

/** Brings every example to mean 0 and variance 1, then scales and shifts it (Ba et al. 2016; Keras `LayerNormalization`). */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  const where = options.name ?? "layerNormalization";
  const { axis = -1 } = options;
  const epsilon = within(where, "epsilon", options.epsilon ?? 1e-3, 0);
  const affine = scaleAndCenter(options, where);
  return layer("layerNormalization", {
    options,
    config: { axis, epsilon, ...affine.config },
    rank: { atLeast: 1 },
    weights: ([x], where) => affine.weights(resolveAxes(axis, x.shape.length, where).map((at) => knownSize(x, at, where))),
    masking: "passes",
    apply: ({ gamma, beta }, x) => normalize(x, resolveAxes(axis, x.ndim, where), epsilon, gamma, beta),
  });
}

function normalize(x: Tensor, axes: readonly number[], epsilon: number, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  const [scale, center] = [gamma !== undefined, beta !== undefined];
  return composite(
    {
      name: "layerNormalization",
      options: { axes, epsilon, scale, center },
      body: (x, ...weights) => {
        const affine = weights.map((weight) => aligned(weight, x, axes));
        return scaledAndCentered(standardize(x, axes, epsilon), scale ? affine[0] : undefined, center ? affine.at(-1) : undefined);
      },
    },
    x,
    ...present(gamma, beta),
  );
}
