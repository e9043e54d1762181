import { clip } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** The hyperbolic tangent. */
export const tanh = (x: Tensor): Tensor => x.tanh();

/** `x` between −1 and 1, cut off beyond. */
export const hardTanh = (x: Tensor): Tensor => clip(x, -1, 1);

/** `x − tanh(x)` */
export const tanhShrink = (x: Tensor): Tensor => x.sub(x.tanh());
