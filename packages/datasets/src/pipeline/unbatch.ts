import { isTensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { rowCount } from "../rows/rows.ts";

/** What a batch of type B becomes row by row: each TensorData loses its first axis, a list of strings becomes a string. */
export type Row<B> = B extends TensorData
  ? TensorData
  : B extends readonly string[]
    ? string
    : B extends object
      ? { readonly [K in keyof B]: Row<B[K]> }
      : B;

/**
 * The rows of a batch; numbers are shared, not copied.
 *
 * @throws when its parts differ in their number of rows
 */
export function* rowsOfBatch<B>(batch: B, where: string): Generator<Row<B>, void, undefined> {
  const counts = new Set(partsOf(batch).map((part) => (isTensorData(part) ? rowCount(part) : part.length)));
  const [rows] = counts;
  if (rows === undefined || counts.size > 1)
    throw new Error(`${where}: expected parts with one number of rows, received ${[...counts].join(" and ") || "no numbers"}.`);
  for (let row = 0; row < rows; row++) yield rowAt(batch, row) as Row<B>; // the type follows the same cases
}

type Part = TensorData | readonly string[];

function partsOf(batch: unknown): readonly Part[] {
  if (isTensorData(batch) || isStrings(batch)) return [batch];
  return typeof batch === "object" && batch !== null ? Object.values(batch).flatMap(partsOf) : [];
}

function rowAt(batch: unknown, row: number): unknown {
  if (isTensorData(batch)) {
    const { dtype, shape, data } = batch;
    const size = data.length / rowCount(batch);
    return { dtype, shape: shape.slice(1), data: data.subarray(row * size, (row + 1) * size) };
  }
  if (isStrings(batch)) return batch[row];
  if (Array.isArray(batch)) return batch.map((part) => rowAt(part, row));
  if (typeof batch !== "object" || batch === null) return batch;
  return Object.fromEntries(Object.entries(batch).map(([name, part]) => [name, rowAt(part, row)]));
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
