import { sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { first } from "./rule.ts";

/** A loop in JavaScript over float32 numbers, for engines whose memory it reads; `out` starts as zeros. */
export function loop(
  inputs: readonly Value[],
  shape: readonly number[],
  run: Run,
  fill: (out: Float32Array, ...from: Float32Array[]) => void,
): Value {
  const size = sizeOfShape(shape);
  const compute = (numbers: readonly TensorData[]): readonly [{ data: Float32Array }] => {
    const out = new Float32Array(size);
    fill(out, ...numbers.map(({ data }) => data as Float32Array));
    return [{ data: out }];
  };
  return first(run.compute(inputs, compute, [{ shape, dtype: "float32" }]));
}
