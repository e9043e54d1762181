import type { TypedArray } from "@tidu/core-tensor";
import type { OrtTensor } from "./ort.ts";

/** The elements; newer versions of JavaScript hold float16 in an array of its own, here they are its bits. */
export const arrayOf = ({ type, data }: OrtTensor): TypedArray => {
  if (type === "float16" && ArrayBuffer.isView(data))
    return new Uint16Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength / 2);
  return data as TypedArray;
};
