import type { linalg } from "../ops/linalg.ts";
import type { Tensor } from "../tensor.ts";
import type { GradientRules } from "./rule.ts";

/** The last two axes swapped. */
const transposed = (x: Tensor): Tensor => x.transpose([...x.shape.keys()].slice(0, -2).concat(x.ndim - 1, x.ndim - 2));

/** Products with the other operand, transposed. */
export const linalgGradients: GradientRules<typeof linalg> = {
  // A left operand with more axes than the right one meets it as one tall matrix: no sum over a batch of products.
  matmul: ({ inputs: { a, b }, cotangents: [g] }) => {
    const da = g.matmul(transposed(b));
    const last = a.shape.at(-1) ?? 1;
    if (b.ndim === 2 && a.ndim > 2) return { a: da, b: transposed(a.reshape([-1, last])).matmul(g.reshape([-1, b.shape[1] ?? 1])) };
    return { a: da, b: transposed(a).matmul(g) };
  },
};
