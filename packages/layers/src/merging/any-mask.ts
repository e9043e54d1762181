import type { Tensor } from "@tidu/core-tensor";

/** The steps that count in any of the inputs; undefined, all steps, when an input has no mask (Keras's merging layers). */
export function anyMask(masks: readonly (Tensor | undefined)[]): Tensor | undefined {
  const known = masks.filter((mask) => mask !== undefined);
  return known.length === masks.length && known.length > 0 ? known.reduce((a, b) => a.logicalOr(b)) : undefined;
}
