import { where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/**
 * What is added to scores that do not count. Large enough that softmax makes them exactly 0 next to one that counts, and finite: a row in
 * which none counts becomes the average over all positions, never NaN.
 */
const excluded = -1e9;

/** The positions that count in all of the masks; undefined: all. */
export const allOf = (...masks: readonly (Tensor | undefined)[]): Tensor | undefined =>
  masks.reduce((all, mask) => (all === undefined || mask === undefined ? (all ?? mask) : all.logicalAnd(mask)), undefined);

/** A mask (bool) as a summand of the scores. */
export const maskBias = (mask: Tensor): Tensor => where(mask, 0, excluded);

/** Which other positions a position may look at. */
export interface Reach {
  /** Only positions up to its own. */
  readonly causal: boolean;
  /** Only positions less than this far away. */
  readonly slidingWindow?: number | undefined;
}

/**
 * The mask of queries and keys at these positions, bool[queries, keys]; undefined where all may look at all.
 *
 * @param queries int32[queries]
 * @param keys int32[keys]
 */
export function reachMask(queries: Tensor, keys: Tensor, { causal, slidingWindow }: Reach): Tensor | undefined {
  const [row, column] = [queries.expandDims(1), keys.expandDims(0)];
  return allOf(
    causal ? row.greaterEqual(column) : undefined,
    slidingWindow === undefined ? undefined : row.sub(column).abs().less(slidingWindow),
  );
}
