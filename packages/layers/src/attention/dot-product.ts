import { concat, dropout as drop, mulDims, sliceAxis, softmax, swapAxes } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { maskBias } from "./score-mask.ts";

/** What is attended to. */
export interface Memory {
  /** `[batch, groups, keys, keyDim]`: each group serves as many heads of queries. */
  readonly key: Tensor;
  /** `[batch, groups, keys, valueDim]` */
  readonly value: Tensor;
  /** Which keys count for which queries: bool, broadcasts to `[batch, heads, queries, keys]`. Undefined: all. */
  readonly mask: Tensor | undefined;
}

export interface Attended {
  /** `[batch, heads, queries, valueDim]` */
  readonly output: Tensor;
  /** How much every query takes of every value, `[batch, heads, queries, keys]`. */
  readonly shares: Tensor;
}

/**
 * `softmax(q · kᵀ) · v` over the keys that count (Vaswani et al. 2017). A query for which none counts gets the average of all values.
 *
 * @param query already scaled, `[batch, heads, queries, keyDim]`
 * @param memories as if they were one, one after the other
 * @param dropout what becomes 0 at random of the shares, in training
 */
export function dotProductAttention(
  query: Tensor,
  memories: readonly Memory[],
  dropout?: { readonly key: Tensor; readonly rate: number },
): Attended {
  const scores = memories.map(({ key }) => perGroup(query, swapAxes(key, -1, -2)));
  const biases = memories.map(({ mask }) => mask && maskBias(mask));
  const biased = scores.map((score, i) => (biases[i] === undefined ? score : score.add(biases[i])));
  const shares = softmax(concat(biased, -1), -1);
  const kept = dropout === undefined ? shares : drop(dropout.key, shares, dropout.rate);
  return { output: weightedValues(kept, memories), shares };
}

function weightedValues(shares: Tensor, memories: readonly Memory[]): Tensor {
  let start = 0;
  const parts = memories.map(({ value }) => {
    if (memories.length === 1) return perGroup(shares, value);
    const size = Number(value.shape.at(-2));
    start += size;
    return perGroup(sliceAxis(shares, -1, start - size, start), value);
  });
  return parts.reduce((sum, part) => sum.add(part));
}

/** `a · b` where every matrix of b serves a group of neighbouring heads of a: the rows of a group are those of one matrix. */
function perGroup(a: Tensor, b: Tensor): Tensor {
  const [batch = 1, heads, rows = 1, columns = 1] = a.shape;
  const groups = b.shape[1];
  if (a.ndim !== 4 || heads === groups || typeof heads !== "number" || typeof groups !== "number") return a.matmul(b);
  return a
    .reshape([batch, groups, mulDims(heads / groups, rows), columns])
    .matmul(b)
    .reshape([batch, heads, rows, b.shape.at(-1) ?? 1]);
}
