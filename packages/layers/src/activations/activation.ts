import type { Tensor } from "@tidu/core-tensor";

/** A function of a tensor to a tensor of the same shape (glu halves an axis). */
export type Activation = (x: Tensor) => Tensor;
