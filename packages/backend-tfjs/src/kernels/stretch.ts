import { sizeOfShape } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { isSuffix, mergeBroadcast } from "../shapes.ts";
import { first, requireSpec } from "./rule.ts";

/** Kernels of the wasm backend that broadcast at full speed (XNNPACK's); the others walk element by element, at 120 ns each. */
const broadcastsFast: ReadonlySet<string> = new Set(["Add", "Sub", "Multiply", "RealDiv"]);

/** Constants up to this size stay in memory; larger ones are filled in anew on every run. */
const largestKept = 16_384;

/** An element-wise kernel of two operands that broadcast to `out`. */
export function elementwiseKernel(kernel: string, a: Value, b: Value, run: Run, out = requireSpec(run)): Value {
  const left = narrowed(a, b.shape, out.shape);
  const right = narrowed(b, left.shape, out.shape);
  let merged = mergeBroadcast(left.shape, right.shape, out.shape);
  const fast =
    run.engine === "gpu" || (run.engine === "wasm" && a.dtype === "float32" && broadcastsFast.has(kernel) && merged.out.length <= 6);
  let [x, y] = [run.reshape(left, merged.a), run.reshape(right, merged.b)];
  if (!fast && !(isSuffix(merged.a, merged.out) && isSuffix(merged.b, merged.out))) {
    const size = [sizeOfShape(merged.out)];
    merged = { a: size, b: size, out: size };
    [x, y] = [run.reshape(stretch(left, out.shape, run), size), run.reshape(stretch(right, out.shape, run), size)];
  }
  return run.reshape(run(kernel, { a: x, b: y }, {}, { shape: merged.out, dtype: out.dtype }), out.shape);
}

/** `x` repeated along its axes of size 1 until it has `shape`. */
export function stretch(x: Value, shape: readonly number[], run: Run): Value {
  if (sizeOfShape(x.shape) === sizeOfShape(shape)) return run.reshape(x, shape);
  const spec = { shape, dtype: x.dtype };
  const size = sizeOfShape(shape);
  if (x.constant !== undefined && sizeOfShape(x.shape) === 1) {
    const value = Number(x.constant.data[0]);
    if (x.dtype !== "float32" && x.dtype !== "int32") return run("Fill", {}, { shape: [...shape], value, dtype: x.dtype }, spec);
    if (size <= largestKept) return run.reshape(run.fill(value, size, x.dtype), shape);
    return run("Fill", {}, { shape: [...shape], value, dtype: x.dtype }, spec);
  }
  const merged = mergeBroadcast(x.shape, shape, shape);
  const from = [...merged.out.slice(merged.a.length).map(() => 1), ...merged.a];
  const times = merged.out.map((size, axis) => (from[axis] === 1 ? size : 1));
  if (run.engine === "wasm" && x.dtype === "float32" && merged.out.length <= 6) {
    // Times 1 changes no number, and XNNPACK broadcasts 500 times as fast as the Tile kernel.
    const ones = run.reshape(run.fill(1, sizeOfShape(times)), times);
    return run.reshape(run("Multiply", { a: run.reshape(x, merged.a), b: ones }, {}, { shape: merged.out, dtype: "float32" }), shape);
  }
  if (run.engine !== "gpu") return first(run.interpret("broadcastTo", { x }, { shape }, [spec]));
  return run.reshape(run("Tile", { x: run.reshape(x, from) }, { reps: times }, { shape: merged.out, dtype: x.dtype }), shape);
}

/** What an operand was stretched from, where the other one still gives the result its shape. */
function narrowed(x: Value, other: readonly number[], out: readonly number[]): Value {
  const from = x.stretchedFrom;
  if (from === undefined) return x;
  const sizeAt = (shape: readonly number[], axis: number): number => shape[axis - out.length + shape.length] ?? 1;
  return out.every((size, axis) => Math.max(sizeAt(from.shape, axis), sizeAt(other, axis)) === size) ? from : x;
}
