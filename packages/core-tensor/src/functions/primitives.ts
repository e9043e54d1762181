import type { Tensor, TensorLike } from "../tensor.ts";

// The methods of Tensor as functions, for code that reads like the equation.
/** `e ** x` */
export const exp = (x: Tensor): Tensor => x.exp();
/** The natural logarithm. */
export const log = (x: Tensor): Tensor => x.log();
/** The square root; NaN below 0. */
export const sqrt = (x: Tensor): Tensor => x.sqrt();
/** `x * x` */
export const square = (x: Tensor): Tensor => x.square();
/** `|x|` */
export const abs = (x: Tensor): Tensor => x.abs();
/** -1, 0 or 1; NaN stays. */
export const sign = (x: Tensor): Tensor => x.sign();
/** The sine of radians. */
export const sin = (x: Tensor): Tensor => x.sin();
/** The cosine of radians. */
export const cos = (x: Tensor): Tensor => x.cos();
/** The hyperbolic tangent. */
export const tanh = (x: Tensor): Tensor => x.tanh();
/** `1 / (1 + exp(-x))` */
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();
/** The error function. */
export const erf = (x: Tensor): Tensor => x.erf();
/** The larger element; NaN when either is. */
export const maximum = (a: Tensor, b: TensorLike): Tensor => a.maximum(b);
/** The smaller element; NaN when either is. */
export const minimum = (a: Tensor, b: TensorLike): Tensor => a.minimum(b);
/** The matrix product, `[…, m, k] × […, k, n] → […, m, n]`; see {@link Tensor.matmul}. */
export const matmul = (a: Tensor, b: Tensor): Tensor => a.matmul(b);
