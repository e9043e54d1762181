import { foldIn, normal, takeAlongAxis, uniform } from "@tidu/core-tensor";
import type { Dim, Tensor, TensorLike } from "@tidu/core-tensor";

/** How many proposals are drawn for each number: all of them are refused once in 10¹¹ times. */
const proposals = 8;

/**
 * Logarithms of numbers from the gamma distribution with scale 1, which keep apart what would round to 0 (Marsaglia and Tsang
 * 2000, for alpha + 1; their section 6 takes it back to alpha).
 *
 * @param alpha the shape parameter, above 0: a number, or one for each, `[count, 1]`
 * @returns `[count, 1]`
 */
export function logGamma(key: Tensor, count: Dim, alpha: TensorLike): Tensor {
  const a: Tensor = typeof alpha === "object" ? alpha : uniform(key, [1, 1], 0, 0).add(alpha);
  const d = a.add(1 - 1 / 3);
  const z = normal(foldIn(key, 0), [count, proposals]);
  const v = z
    .div(d.mul(9).sqrt())
    .add(1)
    .maximum(1e-6) // at 0 and below it is refused
    .pow(3);
  const u = unitAboveZero(foldIn(key, 1), [count, proposals]);
  const accepted = u.log().less(z.square().mul(0.5).add(d).sub(d.mul(v)).add(d.mul(v.log())));
  const first = accepted.cast("float32").argMax(-1, true);
  const scaled = d.log().add(takeAlongAxis(v, first).log());
  return scaled.add(unitAboveZero(foldIn(key, 2), [count, 1]).log().div(a));
}

/** Numbers from the beta distribution with both parameters alpha, as of two gammas: `[count, 1]`. */
export const beta = (key: Tensor, count: Dim, alpha: TensorLike): Tensor =>
  logGamma(foldIn(key, 0), count, alpha)
    .sub(logGamma(foldIn(key, 1), count, alpha))
    .sigmoid();

const unitAboveZero = (key: Tensor, shape: readonly Dim[]): Tensor => uniform(key, shape).neg().add(1);
