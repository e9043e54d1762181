import type { Tensor } from "@tidu/core-tensor";

/** `x`: no activation. */
export const linear = (x: Tensor): Tensor => x;

/** `exp(x)` */
export const exponential = (x: Tensor): Tensor => x.exp();
