import { expm1, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

export interface AlphaOptions {
  /** Default: 1. */
  readonly alpha?: number | undefined;
}

/** `x` above 0, `alpha · (exp(x) − 1)` below (Clevert et al. 2016). */
export const elu = (x: Tensor, { alpha = 1 }: AlphaOptions = {}): Tensor =>
  unaryComposite(
    {
      name: "elu",
      options: { alpha },
      body: (x) => where(x.greater(0), x, expm1(x.minimum(0)).mul(alpha)),
      gradient: (g, x, y) => where(x.greater(0), g, g.mul(y.add(alpha))),
    },
    x,
  );

// Klambauer et al. 2017, equation 14: with these, activations of mean 0 and variance 1 keep both.
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** `scale · elu(x, alpha)` with the constants that keep mean 0 and variance 1 (Klambauer et al. 2017). */
export const selu = (x: Tensor): Tensor =>
  unaryComposite(
    {
      name: "selu",
      body: (x) => where(x.greater(0), x, expm1(x.minimum(0)).mul(seluAlpha)).mul(seluScale),
      gradient: (g, x, y) => g.mul(where(x.greater(0), seluScale, y.add(seluScale * seluAlpha))),
    },
    x,
  );

/** `x` above 0, `alpha · (exp(x / alpha) − 1)` below (Barron 2017). */
export const celu = (x: Tensor, { alpha = 1 }: AlphaOptions = {}): Tensor =>
  unaryComposite(
    {
      name: "celu",
      options: { alpha },
      body: (x) => where(x.greater(0), x, expm1(x.minimum(0).div(alpha)).mul(alpha)),
      gradient: (g, x, y) => where(x.greater(0), g, g.mul(y.div(alpha).add(1))),
    },
    x,
  );
