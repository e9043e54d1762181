import { cumsum, iota, literal, resolveAxis, sort, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

export interface SparsemaxOptions {
  /** Default: -1. */
  readonly axis?: number | undefined;
}

/**
 * The nearest point of the probability simplex (Martins & Astudillo 2016): like softmax, with exact zeros. Keras 3 differs where
 * more than one result is positive: its results do not add up to 1 there.
 */
export function sparsemax(x: Tensor, { axis = -1 }: SparsemaxOptions = {}): Tensor {
  const at = resolveAxis(axis, x.ndim, "sparsemax");
  const along = { axis: at, keepDims: true };
  return unaryComposite(
    {
      name: "sparsemax",
      options: { axis: at },
      // z(1) ≥ z(2) ≥ …; k is the largest count with 1 + k z(k) > Σ z(1…k); τ = (Σ z(1…k) − 1) / k; y = max(x − τ, 0)
      body: (x) => {
        const z = x.sub(x.max(along));
        const sorted = sort(z, at, { descending: true });
        const position = iota(x.shape[at] ?? 1)
          .cast("float32")
          .add(1)
          .reshape(x.shape.map((size, i) => (i === at ? size : 1)));
        const inside = sorted.mul(position).add(1).greater(cumsum(sorted, at));
        const count = inside.cast("float32").sum(along);
        const threshold = where(inside, sorted, 0).sum(along).sub(1).div(count);
        return z.sub(threshold).maximum(0);
      },
      gradient: (g, _, y) => {
        const support = y.greater(0);
        const mean = where(support, g, 0)
          .sum(along)
          .div(where(support, literal(1, "float32"), 0).sum(along));
        return where(support, g.sub(mean), 0);
      },
    },
    x,
  );
}
