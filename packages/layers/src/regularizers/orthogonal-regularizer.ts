import { eye, literal, printSpec } from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { l2Normalize } from "../l2-normalize.ts";
import { regularizer } from "./regularizer.ts";
import type { Regularizer } from "./regularizer.ts";

export interface OrthogonalRegularizerOptions {
  /** Default: 0.01. */
  readonly factor?: number | undefined;
  /** Which vectors of the matrix should be orthogonal to each other. Default: `"rows"`. */
  readonly mode?: "rows" | "columns" | undefined;
}

/**
 * `factor` times the mean of |cosine| over all pairs of different rows (or columns) of a matrix (Keras `OrthogonalRegularizer`).
 *
 * @throws when the weight is not a matrix
 */
export function orthogonalRegularizer(options: OrthogonalRegularizerOptions = {}): Regularizer {
  const { factor = 0.01, mode = "rows" } = options;
  if (mode !== "rows" && mode !== "columns")
    throw new RangeError(`orthogonalRegularizer: expected mode "rows" or "columns", received "${String(mode)}".`);
  return regularizer(configOf("orthogonalRegularizer", options, { factor, mode }), (w) => {
    if (w.ndim !== 2) throw new Error(`orthogonalRegularizer: expected a matrix, received ${printSpec(w.spec)}.`);
    const vectors = l2Normalize(mode === "rows" ? w : w.transpose(), 1, 1e-7); // [count, length]
    const [count = 1] = vectors.shape;
    const others = literal(1, "float32").sub(eye(count));
    const cosines = vectors.matmul(vectors.transpose()).mul(others);
    const pairs = (Number(count) * (Number(count) - 1)) / 2;
    return cosines
      .abs()
      .sum()
      .mul((factor * 0.5) / pairs);
  });
}
