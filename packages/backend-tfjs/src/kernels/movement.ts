import { sizeOfShape } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";
import { stretch } from "./stretch.ts";
import { transposed } from "./transposed.ts";

/**
 * Where tfjs computes in memory that JavaScript reads (cpu, wasm), most moves are made by the interpreter, row by row: the
 * kernels copy their whole input first, take an element at a time, or forget the dtype.
 */
export const movement: KernelRules<OpFamily<"movement">> = {
  reshape: ({ x }, _, run) => [run.reshape(x, requireSpec(run).shape)],

  transpose: ({ x }, { permutation }, run) => [transposed(x, permutation, run)],

  slice: ({ x }, { starts, steps }, run) => {
    const { shape } = requireSpec(run);
    if (run.engine !== "gpu") {
      const start = contiguousStart(x.shape, starts, shape, steps);
      if (start === undefined) return run.onHost();
      return run.compute([x], ([from]) => [{ data: from?.data.subarray(start, start + sizeOfShape(shape)) ?? new Float32Array() }]);
    }
    if (steps.every((step) => step === 1)) return [run("Slice", { x }, { begin: [...starts], size: [...shape] })];
    const end = starts.map((start, axis) => start + ((shape[axis] ?? 1) - 1) * (steps[axis] ?? 1) + 1);
    const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
    return [run("StridedSlice", { x }, { begin: [...starts], end, strides: [...steps], ...masks })];
  },

  pad: ({ x }, { low, high, value }, run) => {
    if (run.engine !== "gpu") return run.onHost();
    const begin = low.map((count) => Math.max(0, -count));
    const size = x.shape.map((count, axis) => count + Math.min(0, low[axis] ?? 0) + Math.min(0, high[axis] ?? 0));
    if (size.some((count) => count <= 0)) return run.onHost();
    const cut = sizeOfShape(size) === sizeOfShape(x.shape) ? x : run("Slice", { x }, { begin, size }, { shape: size, dtype: x.dtype });
    const paddings = low.map((count, axis) => [Math.max(0, count), Math.max(0, high[axis] ?? 0)]);
    return [run("PadV2", { x: cut }, { paddings, constantValue: value })];
  },

  concat: ({ values }, { axis }, run) => {
    const [only, second] = values;
    return only !== undefined && second === undefined ? [only] : [run("Concat", values, { axis })];
  },

  broadcastTo: ({ x }, _, run) => [{ ...stretch(x, requireSpec(run).shape, run), stretchedFrom: x }],

  reverse: ({ x }, { axes }, run) => (run.engine === "gpu" ? [run("Reverse", { x }, { dims: [...axes] })] : run.onHost()),

  reindex: ({ x }, { axis, index }, run) => {
    if (run.engine !== "gpu") return run.onHost();
    const size = x.shape[axis] ?? 1;
    const indices = run.constant({ dtype: "int32", shape: [index.length], data: index.map((row) => (row < 0 ? size : row)) });
    return [run("GatherV2", { x: index.includes(-1) ? withZeroRow(x, axis, run) : x, indices }, { axis, batchDims: 0 })];
  },
};

/** Where a slice begins when it is one piece of memory. */
function contiguousStart(
  from: readonly number[],
  starts: readonly number[],
  shape: readonly number[],
  steps: readonly number[],
): number | undefined {
  const cut = shape.findIndex((size) => size !== 1); // in front of it single rows, behind it whole ones
  const whole = shape.every((size, axis) => axis <= cut || cut < 0 || size === from[axis]);
  if (!whole || (cut >= 0 && steps[cut] !== 1)) return undefined;
  return starts.reduce((position, start, axis) => position * (from[axis] ?? 1) + start, 0);
}

/** `x` with zeros behind its last row: what an index that means padding reads. */
export const withZeroRow = (x: Value, axis: number, run: Run): Value => {
  const paddings = x.shape.map((_, i) => [0, i === axis ? 1 : 0]);
  return run("PadV2", { x }, { paddings, constantValue: 0 }, { shape: x.shape.with(axis, (x.shape[axis] ?? 1) + 1), dtype: x.dtype });
};
