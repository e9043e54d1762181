import type { DType, Tensor } from "@tidu/core-tensor";

/** What layers take as ids; as in Keras, floats are cut off to integers. */
export const idTypes: readonly DType[] = ["int32", "uint8", "float32"];

/** Ids as an index. */
export const toIds = (x: Tensor): Tensor => x.cast("int32");

/** The positions that are not padding. */
export const idsMask = (ids: Tensor): Tensor => ids.notEqual(0);
