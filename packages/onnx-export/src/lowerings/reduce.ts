import type { OpFamily, ReduceParams } from "@tidu/core-tensor";
import type { Lowered, Lowerings, Operand, Write } from "../lowering.ts";
import { cast } from "./cast.ts";

interface Unary {
  readonly x: Operand;
}

const folded = (opType: string, x: Lowered, { axes, keepDims }: ReduceParams, write: Write): string =>
  write.node(opType, [x, write.ints(axes)], { keepdims: keepDims });

/** Sums and products; those of int32 are taken in int64, because onnxruntime saturates where integers wrap. */
const reduction =
  (opType: string) =>
  ({ x }: Unary, params: ReduceParams, write: Write): readonly Lowered[] => {
    if (params.axes.length === 0) return [x];
    if (x.spec.dtype !== "int32") return [folded(opType, x, params, write)];
    return [cast(folded(opType, cast(x, "int64", write), params, write), "int32", write)];
  };

/** Whether any element is true, by counting: the fastest form, and right over no elements. */
const anyTrue = (x: Lowered, params: ReduceParams, write: Write): string =>
  write.node("Greater", [folded("ReduceSum", cast(x, "float32", write), params, write), write.scalar(0, "float32")]);

/** ONNX leaves NaN in a maximum open and onnxruntime loses it: it is put back where a row has one. */
const extreme =
  (opType: string) =>
  ({ x }: Unary, params: ReduceParams, write: Write): readonly Lowered[] => {
    if (params.axes.length === 0) return [x];
    const result = folded(opType, x, params, write);
    if (x.spec.dtype !== "float32") return [result];
    const hasNaN = anyTrue(write.node("IsNaN", [x]), params, write);
    return [write.node("Where", [hasNaN, write.scalar(Number.NaN, "float32"), result])];
  };

/** The position of the extreme element; in a row with NaN, of the first NaN. */
const position =
  (opType: "ArgMax" | "ArgMin") =>
  ({ x }: Unary, { axis, keepDims }: { readonly axis: number; readonly keepDims: boolean }, write: Write): readonly Lowered[] => {
    const ranked = x.spec.dtype === "float32" ? rankedNaN(opType, x, axis, write) : x;
    return [cast(write.node(opType, [ranked], { axis, keepdims: keepDims }), "int32", write)];
  };

const rankedNaN = (opType: "ArgMax" | "ArgMin", x: Operand, axis: number, write: Write): string => {
  const isNaN = write.node("IsNaN", [x]);
  const hasNaN = anyTrue(isNaN, { axes: [axis], keepDims: true }, write);
  const first = cast(opType === "ArgMax" ? isNaN : write.node("Not", [isNaN]), "float32", write);
  return write.node("Where", [hasNaN, first, x]);
};

export const reduce: Lowerings<OpFamily<"reduce">> = {
  // A sum that is divided by the number of its elements may have got that as a param before it is written.
  sum: ({ x }, params: ReduceParams & { readonly mean?: boolean }, write) =>
    reduction(params.mean === true ? "ReduceMean" : "ReduceSum")({ x }, params, write),
  prod: reduction("ReduceProd"),
  max: extreme("ReduceMax"),
  min: extreme("ReduceMin"),
  any: ({ x }, params, write) => [params.axes.length === 0 ? x : anyTrue(x, params, write)],
  all: ({ x }, params, write) => [params.axes.length === 0 ? x : write.node("Not", [anyTrue(write.node("Not", [x]), params, write)])],
  argMax: position("ArgMax"),
  argMin: position("ArgMin"),
};
