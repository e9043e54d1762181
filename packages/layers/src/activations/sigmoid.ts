import { clip, softplus } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

/** `1 / (1 + exp(−x))` */
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();

/** `log(sigmoid(x))`, stable. */
export const logSigmoid = (x: Tensor): Tensor => softplus(x.neg()).neg();

/** `x / 6 + 1/2`, between 0 and 1. */
export const hardSigmoid = (x: Tensor): Tensor =>
  unaryComposite({ name: "hardSigmoid", options: { alpha: 1 / 6, beta: 0.5 }, body: (x) => clip(x.div(6).add(0.5), 0, 1) }, x);

/** `(x + 1) / 2`, between 0 and 1 (Martins & Astudillo 2016). */
export const sparseSigmoid = (x: Tensor): Tensor => clip(x.add(1).mul(0.5), 0, 1);
