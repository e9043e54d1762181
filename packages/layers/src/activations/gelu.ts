import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

export interface GeluOptions {
  /** Use the approximation by tanh. Default: false. */
  readonly approximate?: boolean | undefined;
}

/** `x · P(z < x)` for a standard normal z (Hendrycks & Gimpel 2016). */
export const gelu = (x: Tensor, { approximate = false }: GeluOptions = {}): Tensor =>
  unaryComposite({ name: "gelu", options: { approximate }, body: approximate ? byTanh : byErf }, x);

const byErf = (x: Tensor): Tensor => x.mul(0.5).mul(x.mul(Math.SQRT1_2).erf().add(1));

const byTanh = (x: Tensor): Tensor => {
  const inner = x
    .square()
    .mul(0.044715)
    .add(1)
    .mul(x)
    .mul(Math.sqrt(2 / Math.PI)); // √(2/π) (x + 0.044715 x³)
  return x.mul(0.5).mul(inner.tanh().add(1));
};
