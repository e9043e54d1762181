import { sizeOfShape } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";
import { stretch } from "./stretch.ts";

export const linalg: KernelRules<OpFamily<"linalg">> = {
  matmul: ({ a, b }, _, run) => [product(a, b, run, requireSpec(run).shape)],
};

/** The product of (stacks of) matrices. */
export function product(a: Value, b: Value, run: Run, shape: readonly number[] = [a.shape[0] ?? 1, b.shape[1] ?? 1]): Value {
  const outer = shape.slice(0, -2);
  const batch = sizeOfShape(outer);
  const [m = 1, n = 1] = shape.slice(-2);
  const k = a.shape.at(-1) ?? 1;
  const left = matrices(a, run);
  const right = matrices(b, run);
  // One matrix on the right: the batch on the left is nothing but more rows.
  const rows = sizeOfShape(b.shape.slice(0, -2)) === 1 && !left.transposed;
  const x = rows ? run.reshape(left.value, [1, batch * m, k]) : stacked(left.value, outer, run);
  const y = stacked(right.value, rows ? [] : outer, run);
  const result = run(
    "BatchMatMul",
    { a: x, b: y },
    { transposeA: left.transposed, transposeB: right.transposed },
    { shape: rows ? [1, batch * m, n] : [batch, m, n], dtype: "float32" },
  );
  return run.reshape(result, shape);
}

/** A transpose that a flag of the kernel can do instead. On wasm the flags cost twenty times the transpose. */
function matrices(x: Value, run: Run): { readonly value: Value; readonly transposed: boolean } {
  if (x.transposeOf === undefined || run.engine === "wasm") return { value: x, transposed: false };
  return { value: x.transposeOf, transposed: true };
}

/** As one stack of matrices; a single one serves the whole batch. */
function stacked(x: Value, outer: readonly number[], run: Run): Value {
  const inner = x.shape.slice(-2);
  if (sizeOfShape(x.shape.slice(0, -2)) === 1) return run.reshape(x, [1, ...inner]);
  return run.reshape(stretch(x, [...outer, ...inner], run), [sizeOfShape(outer), ...inner]);
}
