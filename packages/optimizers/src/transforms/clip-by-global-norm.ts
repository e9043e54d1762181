import { flatten, literal, where } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { mapLeaves, stateless } from "../transform.ts";
import type { Transform } from "../transform.ts";

/**
 * Scales all gradients down by one factor, so that together they have at most this Euclidean norm (Pascanu et al. 2013). Infinite
 * gradients become NaN, all of them. Keras: `global_clipnorm`.
 */
export function clipByGlobalNorm(globalClipNorm: number): Transform {
  checkOptions("clipByGlobalNorm", { globalClipNorm }, { above: 0 });
  return stateless({ kind: "clipByGlobalNorm", options: { globalClipNorm } }, (updates) => {
    const norm = globalNorm(updates);
    const scale = where(norm.less(Infinity), literal(globalClipNorm, "float32").div(norm.maximum(globalClipNorm)), NaN);
    return mapLeaves(updates, (g) => g.mul(scale));
  });
}

/** The Euclidean norm of all elements of a tree, a scalar. */
export function globalNorm(tree: Tree): Tensor {
  const squares = flatten(tree).leaves.map((leaf) => leaf.square().sum());
  return squares.reduce((total, square) => total.add(square), literal(0, "float32")).sqrt();
}
