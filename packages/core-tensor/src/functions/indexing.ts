import { apply, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import type { DType } from "../dtype.ts";
import type { Dim } from "../shape/dim.ts";
import { resolveAxis } from "../shape/shape.ts";
import { iota, moveAxis } from "./shaping.ts";

/**
 * Rows of `x` along `axis` (NumPy's take).
 *
 * @param indices int32 of any shape, from 0 to the size of the axis − 1; the interpreter refuses others
 * @returns the shape of `x` with `axis` replaced by the shape of `indices`
 */
export const gather = (x: Tensor, indices: Tensor, axis = 0): Tensor =>
  one(apply("gather", { x, indices }, { axis: resolveAxis(axis, x.ndim, "gather") }));

/**
 * `x` with rows added at `indices`; repeated rows add up.
 *
 * @param indices int32 of any shape, from 0 to the size of the axis − 1
 * @param updates the shape of `x` with `axis` replaced by the shape of `indices`
 */
export const scatterAdd = (x: Tensor, indices: Tensor, updates: Tensor, axis = 0): Tensor =>
  one(apply("scatterAdd", { x, indices, updates }, { axis: resolveAxis(axis, x.ndim, "scatterAdd") }));

/**
 * One element per position (NumPy's take_along_axis).
 *
 * @param indices int32, shaped as `x` but for `axis`
 * @returns the shape of `indices`
 */
export const takeAlongAxis = (x: Tensor, indices: Tensor, axis = -1): Tensor =>
  one(apply("takeAlongAxis", { x, indices }, { axis: resolveAxis(axis, x.ndim, "takeAlongAxis") }));

/** `x` with one update added per position; `indices` (int32) and `updates` have one shape, that of `x` but for `axis`. */
export const scatterAddAlongAxis = (x: Tensor, indices: Tensor, updates: Tensor, axis = -1): Tensor =>
  one(apply("scatterAddAlongAxis", { x, indices, updates }, { axis: resolveAxis(axis, x.ndim, "scatterAddAlongAxis") }));

/**
 * Ones at the positions that int32 `labels` name, zeros elsewhere (also for labels out of range).
 *
 * @returns the shape of `labels` with an axis of `depth` added at the end
 */
export const oneHot = (labels: Tensor, depth: Dim, dtype: DType = "float32"): Tensor =>
  labels.expandDims(-1).equal(iota(depth)).cast(dtype);

/** Running sums along an axis. `exclusive`: without the element itself; `reverse`: from the end. */
export const cumsum = (x: Tensor, axis = -1, { exclusive = false, reverse = false } = {}): Tensor =>
  one(apply("cumsum", { x }, { axis: resolveAxis(axis, x.ndim, "cumsum"), exclusive, reverse }));

/** The `k` largest (or smallest) along an axis in order, and their int32 positions; of equal ones the first comes first. */
export function topK(x: Tensor, k: Dim, { axis = -1, largest = true } = {}): readonly [values: Tensor, indices: Tensor] {
  const at = resolveAxis(axis, x.ndim, "topK");
  const [values, indices] = apply("topK", { x: moveAxis(x, at, -1) }, { k, largest });
  if (values === undefined || indices === undefined) throw new Error("topK: expected two outputs.");
  return [moveAxis(values, -1, at), moveAxis(indices, -1, at)];
}

/** Sorted along an axis, smallest first unless `descending`. */
export const sort = (x: Tensor, axis = -1, { descending = false } = {}): Tensor =>
  topK(x, x.shape[resolveAxis(axis, x.ndim, "sort")] ?? 1, { axis, largest: descending })[0];

/** The int32 positions that sort `x` along an axis; equal ones keep their order. */
export const argsort = (x: Tensor, axis = -1, { descending = false } = {}): Tensor =>
  topK(x, x.shape[resolveAxis(axis, x.ndim, "argsort")] ?? 1, { axis, largest: descending })[1];
