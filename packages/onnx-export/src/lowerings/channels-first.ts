import type { DataFormat } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { transposed } from "./arrange.ts";

/** An image as ONNX has it: `[batch, channels, ...spatial]`. */
export const imageFirst = (x: Operand, dataFormat: DataFormat, write: Write): Operand => {
  const ndim = x.spec.shape.length;
  return dataFormat === "channelsFirst" ? x : transposed(x, [0, ndim - 1, ...axes(1, ndim - 1)], write);
};

/** An image of `ndim` axes from {@link imageFirst} as the op has it. */
export const imageBack = (y: Lowered, ndim: number, dataFormat: DataFormat, write: Write): Lowered =>
  dataFormat === "channelsFirst" ? y : write.node("Transpose", [y], { perm: [0, ...axes(2, ndim), 1] });

/** A filter as ONNX has it: `[filters, channels, ...kernel]`. */
export const filterFirst = (filter: Operand, dataFormat: DataFormat, write: Write): Operand => {
  const ndim = filter.spec.shape.length;
  return dataFormat === "channelsFirst" ? filter : transposed(filter, [ndim - 1, ndim - 2, ...axes(0, ndim - 2)], write);
};

const axes = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);
