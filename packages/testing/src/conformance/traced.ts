import { evaluate, isTensorData, tensorData, trace } from "@tidu/core-tensor";
import type { ArrayLike, SpecLike, TensorData, Tree } from "@tidu/core-tensor";
import { mismatch } from "../compare.ts";
import type { Tolerance } from "../compare.ts";
import { runOn } from "./check.ts";
import type { Check } from "./check.ts";

export interface Traced extends Tolerance {
  readonly name: string;
  readonly fn: (...args: never[]) => Tree;
  readonly inputs: readonly ArrayLike[];
  /** What `fn` is traced with; default: the specs of `inputs`. */
  readonly specs?: readonly SpecLike[];
  /** Known from outside; default: the interpreter alone decides. */
  readonly outputs?: readonly ArrayLike[];
}

/** A check that a traced function gives the numbers of the interpreter, and those known from outside. */
export const traced = ({ name, fn, inputs, specs, outputs, ...tolerance }: Traced): Check => ({
  name,
  run: async (backend) => {
    const data = inputs.map((input): TensorData => tensorData(input));
    const graph = trace(fn, specs ?? data);
    const results = await runOn(backend, graph, data);
    const expected = evaluate(graph, data);
    const outside = outputs?.map((value, i): TensorData =>
      isTensorData(value) ? value : tensorData(value, undefined, expected[i]?.dtype ?? "float32"),
    );
    return mismatch(results, expected, tolerance) ?? (outside === undefined ? undefined : mismatch(results, outside, tolerance));
  },
});
