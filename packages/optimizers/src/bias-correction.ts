import type { Tensor } from "@tidu/core-tensor";

/**
 * `1 − beta^t`, what t steps of a moving average that started at 0 add up to.
 *
 * The difference would lose most of its digits in float32 (at beta 0.999 and t 1 it is 0.001), so it is written as
 * 1 − exp(−2y) = 2 tanh(y) / (1 + tanh(y)) with y = −t log(beta) / 2: exact to rounding from the first step to the millionth.
 *
 * @param t the number of steps, a float32 scalar from 1
 */
export function biasCorrection(beta: number, t: Tensor): Tensor {
  if (beta === 0) return t.div(t);
  const tanh = t.mul(-Math.log(beta) / 2).tanh();
  return tanh.mul(2).div(tanh.add(1));
}
