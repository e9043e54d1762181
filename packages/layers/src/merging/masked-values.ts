import { where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** One input of a merging layer, and which of its steps count, in a shape that broadcasts against it. */
export interface Operand {
  readonly x: Tensor;
  readonly counts: Tensor | undefined;
}

/** The product, in which masked steps count as 1; where no input counts it is 0 (Keras `Multiply`). */
export function maskedProduct(operands: readonly Operand[]): Tensor {
  const product = operands.map(({ x, counts }) => (counts === undefined ? x : where(counts, x, 1))).reduce((a, b) => a.mul(b));
  const any = operands.map(({ counts }) => counts).reduce((a, b) => a && b && a.logicalOr(b));
  return any === undefined ? product : where(any, product, 0);
}

/** The largest or smallest of the inputs, where masked steps take no part (Keras `Maximum`, `Minimum`). */
export const maskedExtreme = (operands: readonly Operand[], extreme: (a: Tensor, b: Tensor) => Tensor): Tensor =>
  operands.reduce((a, b): Operand => {
    const right = b.counts === undefined ? b.x : where(b.counts, b.x, a.x);
    const left = a.counts === undefined ? a.x : where(a.counts, a.x, right);
    return { x: extreme(left, right), counts: a.counts && b.counts && a.counts.logicalOr(b.counts) };
  }).x;
