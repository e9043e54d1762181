import { sizeOfShape } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { onHost, requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";
import { elementwiseKernel } from "./stretch.ts";

export const indexing: KernelRules<OpFamily<"indexing">> = {
  // The cpu kernel takes an element at a time.
  gather: ({ x, indices }, { axis }, run) =>
    run.engine === "cpu" ? run.onHost() : [run("GatherV2", { x, indices }, { axis, batchDims: 0 })],

  scatterAdd: ({ x, indices, updates }, { axis }, run) => {
    if (axis !== 0 || x.dtype === "bool") return run.onHost();
    const count = sizeOfShape(indices.shape);
    const rows = run.reshape(indices, [count, 1]);
    const given = run.reshape(updates, [count, ...x.shape.slice(1)]);
    return [addedTo(x, run("ScatterNd", { indices: rows, updates: given }, { shape: [...x.shape] }), run)];
  },

  takeAlongAxis: ({ x, indices }, { axis }, run) => {
    if (axis !== x.shape.length - 1 || run.engine === "cpu") return run.onHost();
    const { shape, dtype } = requireSpec(run);
    const at = flatPositions(x, indices, run);
    const taken = run(
      "GatherV2",
      { x: run.reshape(x, [sizeOfShape(x.shape)]), indices: at },
      { axis: 0, batchDims: 0 },
      { shape: at.shape, dtype },
    );
    return [run.reshape(taken, shape)];
  },

  scatterAddAlongAxis: ({ x, indices, updates }, { axis }, run) => {
    if (axis !== x.shape.length - 1 || x.dtype === "bool") return run.onHost();
    const size = [sizeOfShape(x.shape)];
    const at = flatPositions(x, indices, run);
    const rows = run.reshape(at, [...at.shape, 1]);
    const added = run(
      "ScatterNd",
      { indices: rows, updates: run.reshape(updates, at.shape) },
      { shape: size },
      { shape: size, dtype: x.dtype },
    );
    return [addedTo(x, run.reshape(added, x.shape), run)];
  },

  // The cpu kernel takes an element at a time; that of webgpu compiles its first length into what it runs for all others.
  cumsum: ({ x }, { axis, exclusive, reverse }, run) =>
    run.engine === "wasm" ? [run("Cumsum", { x }, { axis, exclusive, reverse })] : run.onHost(),
  topK: onHost, // the kernels put NaN anywhere

  iota: (_, { size, dtype }, run) => {
    const count = Number(size);
    const data = dtype === "int32" ? new Int32Array(count) : new Float32Array(count);
    return [run.constant({ dtype: dtype === "int32" ? "int32" : "float32", shape: [count], data: data.map((_, i) => i) })];
  },
};

/** Sums onto zeros need no addition: the gradient of a gather starts there. */
function addedTo(x: Value, added: Value, run: Run): Value {
  const zeros = x.constant?.data.every((value: number | bigint) => value === 0) ?? x.stretchedFrom?.constant?.data[0] === 0;
  return zeros ? added : elementwiseKernel("Add", x, added, run);
}

/** Indices along the last axis of `x` as positions in all of it. (Gathers with batch dimensions are wrong on wasm.) */
function flatPositions(x: Value, indices: Value, run: Run): Value {
  const size = x.shape.at(-1) ?? 1;
  const rows = sizeOfShape(x.shape) / size;
  const count = sizeOfShape(indices.shape);
  const starts = Int32Array.from({ length: count }, (_, i) => Math.floor(i / (count / rows)) * size);
  const spec = { shape: [count], dtype: "int32" } as const;
  return run("Add", { a: run.reshape(indices, [count]), b: run.constant({ ...spec, data: starts }) }, {}, spec);
}
