import { rsqrt } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "../activations/unary-composite.ts";

/** Mean and (biased) variance over axes, which stay with size 1. */
export function moments(x: Tensor, axes: readonly number[]): readonly [mean: Tensor, variance: Tensor] {
  const along = { axis: axes, keepDims: true };
  const mean = x.mean(along);
  return [mean, x.sub(mean).square().mean(along)];
}

/**
 * `(x − mean) / √(variance + epsilon)` over axes: what layer and group normalization share. With y the result and r the
 * root, the cotangent of x is `(g − mean(g) − y · mean(g · y)) / r`.
 */
export const standardize = (x: Tensor, axes: readonly number[], epsilon: number): Tensor =>
  unaryComposite(
    {
      name: "standardize",
      options: { axes, epsilon },
      body: (x) => {
        const [mean, variance] = moments(x, axes);
        return x.sub(mean).mul(rsqrt(variance.add(epsilon)));
      },
      gradient: (g, x, y) => {
        const along = { axis: axes, keepDims: true };
        const [, variance] = moments(x, axes);
        return g
          .sub(g.mean(along))
          .sub(y.mul(g.mul(y).mean(along)))
          .mul(rsqrt(variance.add(epsilon)));
      },
    },
    x,
  );
