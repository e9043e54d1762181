import type { OpFamily, ReduceParams } from "@tidu/core-tensor";
import type { Lowered, Lowerings, Operand, Write } from "../lowering.ts";
import { dataTypeCode } from "../onnx/data-type.ts";

interface Unary {
  readonly x: Operand;
}

const folded = (opType: string, x: Lowered, { axes, keepDims }: ReduceParams, write: Write): string => write.node(opType, [x, write.ints(axes)], { keepdims: keepDims });

const reduction =
  (opType: string) =>
  ({ x }: Unary, params: ReduceParams, write: Write): readonly Lowered[] => [params.axes.length === 0 ? x : folded(opType, x, params, write)];

/** ONNX leaves NaN in a maximum open and onnxruntime loses it: it is put back where a row has one. */
const extreme =
  (opType: string) =>
  ({ x }: Unary, params: ReduceParams, write: Write): readonly Lowered[] => {
    if (params.axes.length === 0) return [x];
    const result = folded(opType, x, params, write);
    if (x.spec.dtype !== "float32") return [result];
    const hasNaN = folded("ReduceMax", write.node("IsNaN", [x]), params, write);
    return [write.node("Where", [hasNaN, write.scalar(Number.NaN, "float32"), result])];
  };

/** The position of the extreme element; in a row with NaN, of the first NaN. */
const position =
  (opType: "ArgMax" | "ArgMin") =>
  ({ x }: Unary, { axis, keepDims }: { readonly axis: number; readonly keepDims: boolean }, write: Write): readonly Lowered[] => {
    const ranked = x.spec.dtype === "float32" ? rankedNaN(opType, x, axis, write) : x;
    return [write.node("Cast", [write.node(opType, [ranked], { axis, keepdims: keepDims })], { to: dataTypeCode("int32") })];
  };

const rankedNaN = (opType: "ArgMax" | "ArgMin", x: Operand, axis: number, write: Write): string => {
  const isNaN = write.node("IsNaN", [x]);
  const hasNaN = folded("ReduceMax", isNaN, { axes: [axis], keepDims: true }, write);
  const first = write.node("Cast", [opType === "ArgMax" ? isNaN : write.node("Not", [isNaN])], { to: dataTypeCode("float32") });
  return write.node("Where", [hasNaN, first, x]);
};

export const reduce: Lowerings<OpFamily<"reduce">> = {
  sum: reduction("ReduceSum"),
  prod: reduction("ReduceProd"),
  max: extreme("ReduceMax"),
  min: extreme("ReduceMin"),
  any: reduction("ReduceMax"),
  all: reduction("ReduceMin"),
  argMax: position("ArgMax"),
  argMin: position("ArgMin"),
};
