import { specOf } from "../graph.ts";
import type { control as family } from "../ops/control.ts";
import type { EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue, staticDim, staticShape } from "./value.ts";
import type { Value } from "./value.ts";

export const control: EvaluateRules<typeof family> = {
  constant: (_, { value }) => [value],
  sizeOf: (_, { dim }) => [{ dtype: "int32", shape: [], data: Int32Array.of(staticDim(dim)) }],
  stopGradient: ({ x }) => [x],
  call: ({ args }, { body }, run) => run(body, args),

  scan: ({ carry, xs, consts }, { body, length, reverse }, run) => {
    const steps = staticDim(length);
    const sources = [...carry, ...xs, ...consts];
    let ys: readonly Value[] | undefined;
    let state = carry;
    for (let i = 0; i < steps; i++) {
      const step = reverse ? steps - 1 - i : i;
      const results = run(body, [...state, ...xs.map((x) => rowOf(x, step)), ...consts]);
      const rows = results.slice(carry.length);
      ys ??= rows.map((row) => emptyValue(row.dtype, [steps, ...row.shape], sources));
      ys.forEach((y, output) => setRow(y, step, rows[output] ?? y));
      state = results.slice(0, carry.length);
    }
    ys ??= body.outputs.slice(carry.length).map((value) => {
      const { dtype, shape } = specOf(body, value);
      return emptyValue(dtype, [0, ...staticShape(shape)], []);
    });
    return [...state, ...ys];
  },
};

/** One row of the first axis, without a copy. */
function rowOf(x: Value, row: number): Value {
  const shape = x.shape.slice(1);
  const size = shape.reduce((a, b) => a * b, 1);
  return { dtype: x.dtype, shape, data: x.data.subarray(row * size, (row + 1) * size) };
}

const setRow = (y: Value, step: number, row: Value): void => elementsOf(y).set(elementsOf(row), step * row.data.length);
