import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";

/**
 * `values` as TensorData with at least one row.
 *
 * @param where the public function that asks, named in errors
 * @throws when there is no first axis, or no row on it
 */
export function rowsOf(where: string, values: ArrayLike): TensorData {
  const data = tensorData(values);
  if (data.shape.length === 0) throw new Error(`${where}: expected rows on a first axis, received a single value. Wrap it: [value].`);
  if (data.shape[0] === 0) throw new Error(`${where}: expected at least one row, received empty data of shape [${data.shape.join(", ")}].`);
  return data;
}

/** The number of rows: the size of the first axis. */
export const rowCount = ({ shape }: TensorData): number => shape[0] ?? 0;

/**
 * Several arrays as TensorData with one number of rows.
 *
 * @throws when they differ in length, naming both lengths
 */
export function alignedRows(where: string, arrays: readonly ArrayLike[]): TensorData[] {
  const all = arrays.map((values) => rowsOf(where, values));
  const rows = all[0] === undefined ? 0 : rowCount(all[0]);
  all.forEach((data, position) => {
    if (rowCount(data) === rows) return;
    throw new Error(
      `${where}: expected arrays of equal length, received ${rows} rows first and ${rowCount(data)} rows as array ${position + 1}. Every row of x needs its row of y.`,
    );
  });
  return all;
}
