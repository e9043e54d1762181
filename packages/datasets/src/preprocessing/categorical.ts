import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { numbersOf } from "../rows/numbers.ts";
import { rowsOf } from "../rows/rows.ts";

/**
 * Class indices as one-hot rows (Keras's `to_categorical`).
 *
 * @param y class indices of shape `[rows]`, `[rows, 1]` or any other; a last axis of size 1 is dropped
 * @param numClasses default: the largest index + 1
 * @returns float32 `[rows, numClasses]`
 * @throws when y is empty, or holds anything but integers from 0 to numClasses - 1
 * @example
 * ```ts
 * toCategorical([0, 2, 1]); // [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
 * ```
 */
export function toCategorical(y: ArrayLike, numClasses?: number): TensorData<"float32"> {
  const labels = rowsOf("toCategorical", y);
  const values = numbersOf(labels);
  const wrong = values.findIndex((value) => !Number.isInteger(value) || value < 0);
  if (wrong >= 0)
    throw new RangeError(
      `toCategorical: expected class indices 0, 1, 2 …, received ${values[wrong]} at position ${wrong}.${Number.isNaN(values[wrong]) ? "" : " labelEncoder numbers other labels."}`,
    );
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  const classes = numClasses ?? largest + 1;
  if (!Number.isInteger(classes) || classes < 1)
    throw new Error(`toCategorical: expected numClasses to be a positive integer, received ${numClasses}.`);
  if (largest >= classes)
    throw new RangeError(
      `toCategorical: expected class indices from 0 to ${classes - 1}, received ${largest} at position ${values.indexOf(largest)}. Raise numClasses, or leave it out.`,
    );
  const data = new Float32Array(values.length * classes);
  values.forEach((label, i) => (data[i * classes + label] = 1));
  const { shape } = labels;
  const outer = shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  return { dtype: "float32", shape: [...outer, classes], data };
}

/**
 * The class index of each one-hot or probability row: the position of its largest value, the first one of equals.
 *
 * @param x `[…, numClasses]`
 * @returns int32 `[…]`
 * @throws when x is empty or holds NaN
 * @example
 * ```ts
 * fromCategorical([[0.1, 0.7, 0.2], [1, 0, 0]]); // [1, 0]
 * ```
 */
export function fromCategorical(x: ArrayLike): TensorData<"int32"> {
  const data = tensorData(x);
  const classes = data.shape.at(-1) ?? 0;
  if (data.shape.length < 2 || classes === 0)
    throw new Error(`fromCategorical: expected x of shape [rows, numClasses], received [${data.shape.join(", ")}].`);
  const values = numbersOf(data);
  const hole = values.findIndex(Number.isNaN);
  if (hole >= 0) throw new Error(`fromCategorical: row ${Math.floor(hole / classes)} holds NaN.`);
  const outer = data.shape.slice(0, -1);
  const indices = Int32Array.from({ length: values.length / classes }, (_, row) => {
    const scores = values.subarray(row * classes, (row + 1) * classes);
    return scores.reduce((best, score, i) => (score > (scores[best] ?? -Infinity) ? i : best), 0);
  });
  return { dtype: "int32", shape: outer, data: indices };
}
