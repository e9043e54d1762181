import type { OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { mergeMarked } from "../shapes.ts";
import { fromFloat, toFloat } from "./conversion.ts";
import { requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";
import { transposed } from "./transposed.ts";

type ReduceParams = { readonly axes: readonly number[] };

/** `axisName`: the kernel Max calls its axes differently. */
const reduction =
  (kernel: string, axisName = "axis") =>
  ({ x }: { readonly x: Value }, params: ReduceParams, run: Run): readonly Value[] => {
    const merged = mergeMarked(x.shape, params.axes);
    const { shape, dtype } = requireSpec(run);
    if (merged.axes.length === 0) return [x];
    const innermost = merged.axes.length === 1 && merged.axes[0] === merged.shape.length - 1;
    if (run.engine === "cpu" && !innermost) return run.onHost(); // the kernel transposes first, element by element
    const outer = merged.shape.flatMap((_, axis) => (merged.axes.includes(axis) ? [] : [axis]));
    const kept = outer.map((axis) => merged.shape[axis] ?? 1);
    let [from, axes] = [run.reshape(x, merged.shape), merged.axes];
    if (run.engine === "gpu" && x.dtype !== "float32" && !innermost) {
      from = transposed(from, [...outer, ...axes], run); // the webgpu kernel can do so with floats only
      axes = axes.map((_, i) => outer.length + i);
    }
    const folded = run(kernel, { x: from }, { [axisName]: [...axes], keepDims: false }, { shape: kept, dtype });
    return [run.reshape(folded, shape)];
  };

const position =
  (kernel: "ArgMax" | "ArgMin") =>
  ({ x }: { readonly x: Value }, { axis }: { readonly axis: number }, run: Run): readonly Value[] => {
    const { shape } = requireSpec(run);
    const left = { shape: x.shape.toSpliced(axis, 1), dtype: "int32" } as const;
    const plain = run(kernel, { x: run.engine === "gpu" && x.dtype !== "float32" ? toFloat(x, run) : x }, { axis }, left);
    if (x.dtype === "int32") return [run.reshape(plain, shape)];
    return [run.reshape(nanFirst(x, axis, plain, run), shape)];
  };

export const reduce: KernelRules<OpFamily<"reduce">> = {
  sum: reduction("Sum"),
  prod: reduction("Prod"),
  max: reduction("Max", "reductionIndices"),
  min: reduction("Min"),
  any: reduction("Any"),
  all: reduction("All"),
  argMax: position("ArgMax"),
  argMin: position("ArgMin"),
};

/** Where along an axis the first NaN, or else the first largest element is. */
export const firstLargest = (x: Value, axis: number, run: Run): Value =>
  nanFirst(x, axis, run("ArgMax", { x }, { axis }, { shape: x.shape.toSpliced(axis, 1), dtype: "int32" }), run);

/** The kernels pass over NaN; here it counts as most extreme. */
function nanFirst(x: Value, axis: number, position: Value, run: Run): Value {
  const left = { shape: x.shape.toSpliced(axis, 1), dtype: "int32" } as const;
  const { marks, any } = nansAlong(x, axis, run);
  const firstMissing = run("ArgMax", { x: marks }, { axis }, left);
  return run("Select", { condition: any, t: firstMissing, e: position }, {}, left);
}

/** Which elements are NaN, as numbers; and whether any along an axis is. */
export function nansAlong(x: Value, axis: number, run: Run): { readonly marks: Value; readonly any: Value } {
  const { shape } = x;
  const left = shape.toSpliced(axis, 1);
  const missing = run("IsNan", { x }, {}, { shape, dtype: "bool" });
  if (run.engine === "gpu") {
    const marks = toFloat(missing, run); // the webgpu kernels fold inner axes of floats only
    const most = run("Max", { x: marks }, { reductionIndices: [axis], keepDims: false }, { shape: left, dtype: "float32" });
    return { marks, any: fromFloat(most, "bool", run) };
  }
  return {
    marks: run("Cast", { x: missing }, { dtype: "int32" }, { shape, dtype: "int32" }),
    any: run("Any", { x: missing }, { axis: [axis], keepDims: false }, { shape: left, dtype: "bool" }),
  };
}
