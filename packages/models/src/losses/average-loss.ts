import { printSpec, sameDim, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";

export interface Counting {
  /** `[batch]`, or one weight for each position that the loss tells apart: `[batch, time]`. Default: all count alike. */
  readonly sampleWeight?: Tensor | undefined;
  /** Which steps of the prediction count, bool[batch, time]. Default: all. */
  readonly mask?: Tensor | undefined;
}

/**
 * The loss of a batch: the weighted losses of all positions that count, divided by the number of those positions (Keras's
 * `sum_over_batch_size`, with `apply_mask`). 0 where none counts.
 *
 * @throws when weights or mask have other positions than the loss
 */
export function averageLoss(loss: Loss, y: Tensor, prediction: Tensor, { sampleWeight, mask }: Counting = {}): Tensor {
  const each = loss.perExample(y, prediction, mask);
  const weighted = sampleWeight === undefined ? each : each.mul(alignedTo(each, sampleWeight, `${loss.name}: sampleWeight`));
  const counts = countedPositions(loss, y, each, mask);
  if (counts === undefined) return weighted.mean();
  const number = counts.broadcastTo(each.shape).cast("float32").sum();
  return where(counts, weighted, 0).sum().div(number.maximum(1));
}

/** What counts by the mask and by the loss itself. A mask of steps that the loss has joined to one number says nothing here. */
function countedPositions(loss: Loss, y: Tensor, each: Tensor, mask: Tensor | undefined): Tensor | undefined {
  const byMask = mask === undefined || mask.ndim > each.ndim ? undefined : alignedTo(each, mask, `${loss.name}: mask`);
  const byLoss = loss.counted?.(y);
  return byMask === undefined || byLoss === undefined ? (byMask ?? byLoss) : byMask.logicalAnd(byLoss);
}

/**
 * `[batch]` or `[batch, time]` with axes of size 1 behind, to broadcast against values `[batch, time, …]`.
 *
 * @throws when it has more axes than the values, or other sizes
 */
export function alignedTo(values: Tensor, given: Tensor, what: string): Tensor {
  const fits = given.ndim <= values.ndim && given.shape.every((dim, axis) => dim === 1 || sameDim(dim, values.shape[axis] ?? 1));
  if (!fits)
    throw new Error(
      `${what} ${printSpec(given.spec)} does not fit the losses ${printSpec(values.spec)}: pass one for each row, or one for each loss.`,
    );
  return given.reshape([...given.shape, ...values.shape.slice(given.ndim).map(() => 1)]);
}
