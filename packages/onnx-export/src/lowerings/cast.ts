import type { DType } from "@tidu/core-tensor";
import type { Lowered, Write } from "../lowering.ts";
import { dataTypeCode } from "@tidu/onnx-format";

export const cast = (x: Lowered, dtype: DType, write: Write): string => write.node("Cast", [x], { to: dataTypeCode(dtype) });
