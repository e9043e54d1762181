import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { alignedRows, rowCount } from "../rows/rows.ts";
import { Pipeline } from "./pipeline.ts";

/** One row of x with its target. */
export interface Example {
  readonly x: TensorData;
  readonly y: TensorData;
}

/** One row of x with its target and its weight. */
export interface WeightedExample extends Example {
  readonly sampleWeight: TensorData;
}

/**
 * The rows of arrays as a pipeline (tf.data's `from_tensor_slices`). Rows share the memory of the arrays.
 *
 * @param x rows-first data `[rows, …]`
 * @param y targets `[rows, …]`; may be left out
 * @param sampleWeight `[rows]`; may be left out
 * @throws when there are no rows, or the arrays differ in length
 *
 * @example
 * const train = fromTensors(x, y).shuffle(1000, { seed: 1 }).map(augment).batch(32).prefetch();
 */
export function fromTensors(x: ArrayLike, y: ArrayLike, sampleWeight: ArrayLike): Pipeline<WeightedExample>;
export function fromTensors(x: ArrayLike, y: ArrayLike): Pipeline<Example>;
export function fromTensors(x: ArrayLike): Pipeline<Pick<Example, "x">>;
export function fromTensors(
  x: ArrayLike,
  y?: ArrayLike,
  sampleWeight?: ArrayLike,
): Pipeline<Pick<Example, "x"> & Partial<WeightedExample>> {
  const given = [x, y, sampleWeight].filter((values) => values !== undefined);
  const [first, second, third] = alignedRows("fromTensors", given);
  if (first === undefined) throw new Error("fromTensors: expected x.");
  const rows = rowCount(first);
  return new Pipeline(async function* () {
    for (let row = 0; row < rows; row++) {
      yield {
        x: rowOf(first, row),
        ...(second && { y: rowOf(second, row) }),
        ...(third && { sampleWeight: rowOf(third, row) }),
      };
    }
  }, rows);
}

const rowOf = (values: TensorData, row: number): TensorData => {
  const size = values.data.length / rowCount(values);
  return { dtype: values.dtype, shape: values.shape.slice(1), data: values.data.subarray(row * size, (row + 1) * size) };
};
