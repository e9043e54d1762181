import type { EncodedIds, EncodedNumbers } from "../text-preprocessor.ts";

/** How ids of a row become numbers: a one for each id of its own, a one for every id that occurs, or how often it does. */
export type CategoryMode = "oneHot" | "multiHot" | "count";

/** Rows of ids, `undefined` where there is none to count: [rows, depth], or [rows, length, depth] for `"oneHot"` of longer rows. */
export function categoryRows(
  rows: readonly (readonly (number | undefined)[])[],
  mode: CategoryMode,
  depth: number,
  weights?: readonly number[],
): EncodedNumbers {
  const length = rows[0]?.length ?? 1;
  const cells = mode === "oneHot" ? length : 1;
  const data = new Float32Array(rows.length * cells * depth);
  rows.forEach((ids, row) =>
    ids.forEach((id, position) => {
      if (id === undefined || id < 0 || id >= depth) return;
      const at = (row * cells + (mode === "oneHot" ? position : 0)) * depth + id;
      data[at] = mode === "count" ? (data[at] ?? 0) + 1 : 1;
    }),
  );
  if (weights !== undefined) for (let at = 0; at < data.length; at++) data[at] = (data[at] ?? 0) * (weights[at % depth] ?? 0);
  return { dtype: "float32", shape: cells === 1 ? [rows.length, depth] : [rows.length, cells, depth], data };
}

/**
 * Rows of ids, [rows, length]; rows that are shorter are filled up with zeros, longer ones cut.
 *
 * @param length default: that of the longest row
 */
export function idRows(
  rows: readonly (readonly number[])[],
  length = rows.reduce((longest, row) => Math.max(longest, row.length), 0),
): EncodedIds {
  const data = new Int32Array(rows.length * length);
  rows.forEach((ids, row) => data.set(ids.length > length ? ids.slice(0, length) : ids, row * length));
  return { dtype: "int32", shape: [rows.length, length], data };
}
