import { iota } from "@tidu/core-tensor";
import type { Dim, Tensor } from "@tidu/core-tensor";
import type { ApplyContext } from "../layer.ts";

/** Which positions of the whole sequence the time steps of an input are, int32[time]. */
export function positionsOf(time: Dim, { stepping }: ApplyContext): Tensor {
  const own = iota(time);
  return stepping === undefined || stepping.cache === undefined ? own : own.add(stepping.position);
}
