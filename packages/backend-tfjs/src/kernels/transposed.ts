import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { mergePermutation, swapsMatrices } from "../shapes.ts";
import { fromFloat, toFloat } from "./conversion.ts";
import { first } from "./rule.ts";

/** `x` with its axes in another order. The cpu kernel takes an element at a time. */
export function transposed(x: Value, permutation: readonly number[], run: Run): Value {
  const { dtype } = x;
  const sizes = (of: readonly number[], order: readonly number[]): readonly number[] => order.map((axis) => of[axis] ?? 1);
  const shape = sizes(x.shape, permutation);
  const merged = mergePermutation(x.shape, permutation);
  if (merged.permutation.length <= 1) return run.reshape(x, shape);
  const from = run.reshape(x, merged.shape);
  const spec = { shape: sizes(merged.shape, merged.permutation), dtype };
  const move = (values: Value): Value =>
    run("Transpose", { x: values }, { perm: [...merged.permutation] }, { ...spec, dtype: values.dtype });
  const moved =
    run.engine === "cpu"
      ? first(run.interpret("transpose", { x: from }, { permutation: merged.permutation }, [spec]))
      : run.engine === "gpu" && dtype !== "float32"
        ? fromFloat(move(toFloat(from, run)), dtype, run) // the webgpu kernel takes floats only
        : move(from);
  return { ...run.reshape(moved, shape), ...(swapsMatrices(permutation) && { transposeOf: x }) };
}
