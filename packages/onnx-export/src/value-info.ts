import { printDim } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import type { ValueInfo } from "@tidu/onnx-format";

/** A value's name, type and shape; symbolic sizes under their printed form, as `batch` or `2 * batch + 1`. */
export const valueInfo = (name: string, { dtype, shape }: TensorSpec): ValueInfo => ({
  name,
  type: dtype,
  shape: shape.map((dim) => (typeof dim === "number" ? dim : printDim(dim))),
});
