import { oneHot, scatterAddAlongAxis, where, zeros } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** How ids become numbers: a one for each id of its own, a one for every id of a sample, or how often it has each. */
export type CategoryMode = "oneHot" | "multiHot" | "count";

export const categoryModes: readonly CategoryMode[] = ["oneHot", "multiHot", "count"];

/**
 * Ids from 0 to `depth` − 1 as numbers; other ids count nothing.
 *
 * @param ids int32 [batch, …]; for `"multiHot"` and `"count"` the last axis is the sample
 * @param weights what each id counts, float32, shaped as `ids`. Default: 1
 * @returns float32: `"oneHot"` adds an axis of `depth`, in place of a last axis of size 1; the other modes replace the last axis by it
 */
export function encodeCategories(ids: Tensor, mode: CategoryMode, depth: number, weights?: Tensor): Tensor {
  if (mode === "oneHot") return oneHot(ids.ndim > 1 && ids.shape.at(-1) === 1 ? ids.squeeze(-1) : ids, depth);
  const known = ids.greaterEqual(0).logicalAnd(ids.less(depth));
  const amounts = weights === undefined ? known.cast("float32") : where(known, weights, 0);
  const counts = scatterAddAlongAxis(zeros([...ids.shape.slice(0, -1), depth]), where(known, ids, 0), amounts);
  return mode === "count" ? counts : counts.greater(0).cast("float32");
}
