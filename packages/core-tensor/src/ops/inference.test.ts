import { expect, test } from "vitest";
import type { DType } from "../dtype.ts";
import { namedDim } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { opFamilies, opNames, ops } from "./index.ts";

const of = (dtype: DType, ...shape: Dim[]): TensorSpec => ({ dtype, shape });
const f = (...shape: Dim[]): TensorSpec => of("float32", ...shape);
const i = (...shape: Dim[]): TensorSpec => of("int32", ...shape);
const batch = namedDim("batch");
const body = trace((c: Tensor, x: Tensor) => [c.add(x), x], [{ shape: [] }, { shape: [] }], ["c", "x"]);
const call = { name: "double", options: {}, body: trace((x: Tensor) => x.mul(literal(2, "float32")), [{ shape: [3] }], ["x"]) };

test.each<readonly [string, () => readonly TensorSpec[], string]>([
  ["a comparison gives bool", () => ops.less.infer({ a: f(2, 1), b: f(3) }, {}), "bool[2, 3]"],
  ["isNaN gives bool", () => ops.isNaN.infer({ x: f(batch) }, {}), "bool[batch]"],
  ["argMax gives int32", () => ops.argMax.infer({ x: f(2, 3) }, { axis: 1, keepDims: true }), "int32[2, 1]"],
  ["a reduction drops axes", () => ops.sum.infer({ x: i(2, batch, 4) }, { axes: [0, 2], keepDims: false }), "int32[batch]"],
  ["leading axes of matmul broadcast", () => ops.matmul.infer({ a: f(batch, 1, 2, 3), b: f(5, 3, 4) }, {}), "float32[batch, 5, 2, 4]"],
  [
    "gather puts the indices in place of an axis",
    () => ops.gather.infer({ x: of("uint8", 7, 2), indices: i(batch, 3) }, { axis: 0 }),
    "uint8[batch, 3, 2]",
  ],
  ["concat adds sizes", () => ops.concat.infer({ values: [f(batch, 2), f(3, 2)] }, { axis: 0 }), "float32[batch + 3, 2]"],
  ["padding adds, or takes away", () => ops.pad.infer({ x: f(4) }, { low: [1], high: [-2], value: 0 }), "float32[3]"],
  ["a slice counts steps", () => ops.slice.infer({ x: f(10) }, { starts: [1], limits: [10], steps: [4] }), "float32[3]"],
  [
    "random bits are shaped as their counters",
    () => ops.randomBits.infer({ key: of("uint32", 2), counter: of("uint32", 5) }, {}),
    "uint32[5]",
  ],
  [
    "a scan stacks results",
    () => ops.scan.infer({ carry: [f()], xs: [f(batch)], consts: [] }, { body, length: batch, reverse: false }),
    "float32[] float32[batch]",
  ],
  ["a call gives what its body gives", () => ops.call.infer({ args: [f(3)] }, call), "float32[3]"],
])("%s", (_, infer, expected) => {
  expect(infer().map(printSpec).join(" ")).toBe(expected);
});

test.each<readonly [string, () => readonly TensorSpec[], string]>([
  ["sqrt of integers", () => ops.sqrt.infer({ x: i(2) }, {}), "sqrt: expected float32, received int32[2]. Cast it first."],
  [
    "mixed dtypes",
    () => ops.mul.infer({ a: f(2), b: i(2) }, {}),
    "mul: operands are float32[2] and int32[2]. Cast one of them: dtypes are not promoted.",
  ],
  [
    "arithmetic on bytes",
    () => ops.add.infer({ a: of("uint8"), b: of("uint8") }, {}),
    "add: expected float32 or int32 or uint32, received uint8[]. Cast it first.",
  ],
  [
    "branches of two dtypes",
    () => ops.where.infer({ condition: of("bool"), a: f(), b: i() }, {}),
    "where: branches are float32[] and int32[]. Cast one of them.",
  ],
  [
    "sums of booleans",
    () => ops.sum.infer({ x: of("bool", 2) }, { axes: [0], keepDims: false }),
    "sum: expected float32 or int32, received bool[2].",
  ],
  ["the largest of nothing", () => ops.argMax.infer({ x: f(0) }, { axis: 0, keepDims: false }), "argMax: axis 0 of float32[0] is empty."],
  [
    "integer matrices",
    () => ops.matmul.infer({ a: i(2, 2), b: i(2, 2) }, {}),
    "matmul of int32[2, 2] and int32[2, 2]: expected float32. Cast it first.",
  ],
  [
    "rows that do not fit",
    () => ops.scatterAdd.infer({ x: f(5, 2), indices: i(3), updates: f(3) }, { axis: 0 }),
    "scatterAdd: expected updates float32[3, 2], received float32[3].",
  ],
  [
    "indices of another rank",
    () => ops.takeAlongAxis.infer({ x: f(5, 2), indices: i(3) }, { axis: 0 }),
    "takeAlongAxis: float32[5, 2] and indices int32[3] differ in rank.",
  ],
  [
    "a key of another form",
    () => ops.randomBits.infer({ key: f(2), counter: of("uint32", 5) }, {}),
    "randomBits: expected a key uint32[2] and uint32 counters, received float32[2] and uint32[5].",
  ],
  ["counting in bool", () => ops.iota.infer({}, { size: 3, dtype: "bool" }), "iota: expected float32, int32 or uint32, received bool."],
  [
    "a stretch to what does not fit",
    () => ops.broadcastTo.infer({ x: f(2, 3) }, { shape: [3] }),
    "broadcastTo: float32[2, 3] does not stretch to [3].",
  ],
  ["another number of arguments", () => ops.call.infer({ args: [] }, call), "call double: the body takes 1 values, received 0."],
  [
    "another argument",
    () => ops.call.infer({ args: [f(4)] }, call),
    "call double: the body expects float32[3] for x, received float32[4].",
  ],
  [
    "a gradient of another form",
    () => ops.call.infer({ args: [f(3)] }, { ...call, gradient: call.body }),
    "call double (gradient): the body takes 1 values, received 3.",
  ],
  [
    "rows of another dtype",
    () => ops.scan.infer({ carry: [f()], xs: [i(4)], consts: [] }, { body, length: 4, reverse: false }),
    "scan: the body expects float32[] for x, received int32[].",
  ],
  [
    "rows of another length",
    () => ops.scan.infer({ carry: [f()], xs: [f(4)], consts: [] }, { body, length: batch, reverse: false }),
    "scan: xs[0] float32[4]: cannot decide whether 4 equals batch.",
  ],
])("%s is refused", (_, infer, message) => {
  expect(infer).toThrow(message);
});

test("no two families have an op of one name", () => {
  const counts = Object.values(opFamilies).map((family) => Object.keys(family).length);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(opNames.length);
});
