import type { OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { mergeMarked } from "../shapes.ts";
import { requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";

type ReduceParams = { readonly axes: readonly number[] };

/** `axisName`: the kernel Max calls its axes differently. */
const reduction =
  (kernel: string, axisName = "axis") =>
  ({ x }: { readonly x: Value }, { axes }: ReduceParams, run: Run): readonly Value[] => {
    const merged = mergeMarked(x.shape, axes);
    const { shape, dtype } = requireSpec(run);
    if (merged.axes.length === 0) return [x];
    const innermost = merged.axes.length === 1 && merged.axes[0] === merged.shape.length - 1;
    if (run.engine === "cpu" && !innermost) return run.onHost(); // the kernel transposes first, element by element
    const kept = merged.shape.filter((_, axis) => !merged.axes.includes(axis));
    const folded = run(
      kernel,
      { x: run.reshape(x, merged.shape) },
      { [axisName]: [...merged.axes], keepDims: false },
      { shape: kept, dtype },
    );
    return [run.reshape(folded, shape)];
  };

const position =
  (kernel: "ArgMax" | "ArgMin") =>
  ({ x }: { readonly x: Value }, { axis }: { readonly axis: number }, run: Run): readonly Value[] => {
    const { shape } = requireSpec(run);
    const left = { shape: x.shape.toSpliced(axis, 1), dtype: "int32" } as const;
    const plain = run(kernel, { x }, { axis }, left);
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
  const missing = run("IsNan", { x }, {}, { shape: x.shape, dtype: "bool" });
  const marks = run("Cast", { x: missing }, { dtype: "int32" }, { shape: x.shape, dtype: "int32" });
  const any = run("Any", { x: missing }, { axis: [axis], keepDims: false }, { shape: left.shape, dtype: "bool" });
  const firstMissing = run("ArgMax", { x: marks }, { axis }, left);
  return run("Select", { condition: any, t: firstMissing, e: position }, {}, left);
}
