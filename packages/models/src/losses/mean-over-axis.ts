import { resolveAxis } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** The average along an axis; nothing is computed when its size is 1. */
export function meanOverAxis(x: Tensor, axis = -1): Tensor {
  const at = resolveAxis(axis, x.ndim, "mean");
  return x.shape[at] === 1 ? x.squeeze(at) : x.mean({ axis: at });
}
