import { resolveAxis, split } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

export interface GluOptions {
  /** Default: -1. */
  readonly axis?: number | undefined;
}

/**
 * The first half of an axis times the sigmoid of the second (Dauphin et al. 2017); the output is half as long.
 *
 * @throws when the axis has an odd or unknown size
 */
export function glu(x: Tensor, { axis = -1 }: GluOptions = {}): Tensor {
  const [value, gate] = split(x, 2, resolveAxis(axis, x.ndim, "glu"));
  if (value === undefined || gate === undefined) throw new Error("glu: expected two halves.");
  return value.mul(gate.sigmoid());
}
