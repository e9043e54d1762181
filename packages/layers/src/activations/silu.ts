import { softplus } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { hardSigmoid } from "./sigmoid.ts";
import { unaryComposite } from "./unary-composite.ts";

/** `x · sigmoid(x)`, also called swish (Ramachandran et al. 2017). */
export const silu = (x: Tensor): Tensor => unaryComposite({ name: "silu", body: (x) => x.mul(x.sigmoid()) }, x);

/** `x · hardSigmoid(x)`, also called hard swish (Howard et al. 2019). */
export const hardSilu = (x: Tensor): Tensor => unaryComposite({ name: "hardSilu", body: (x) => x.mul(hardSigmoid(x)) }, x);

/** `x · tanh(softplus(x))` (Misra 2019). */
export const mish = (x: Tensor): Tensor => unaryComposite({ name: "mish", body: (x) => x.mul(softplus(x).tanh()) }, x);
