import type { Tensor, TensorLike } from "../tensor.ts";

// The methods of Tensor as functions, for code that reads like the equation.
export const exp = (x: Tensor): Tensor => x.exp();
export const log = (x: Tensor): Tensor => x.log();
export const sqrt = (x: Tensor): Tensor => x.sqrt();
export const square = (x: Tensor): Tensor => x.square();
export const abs = (x: Tensor): Tensor => x.abs();
export const sign = (x: Tensor): Tensor => x.sign();
export const sin = (x: Tensor): Tensor => x.sin();
export const cos = (x: Tensor): Tensor => x.cos();
export const tanh = (x: Tensor): Tensor => x.tanh();
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();
export const erf = (x: Tensor): Tensor => x.erf();
export const maximum = (a: Tensor, b: TensorLike): Tensor => a.maximum(b);
export const minimum = (a: Tensor, b: TensorLike): Tensor => a.minimum(b);
export const matmul = (a: Tensor, b: Tensor): Tensor => a.matmul(b);
