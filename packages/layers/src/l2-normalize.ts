import { rsqrt } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** `x / ‖x‖₂` over axes. Vectors shorter than `epsilon` are divided by it instead (Keras's `normalize`). */
export function l2Normalize(x: Tensor, axis: number | readonly number[], epsilon: number): Tensor {
  const squares = x.square().sum({ axis, keepDims: true });
  return x.mul(rsqrt(squares.maximum(epsilon ** 2)));
}
