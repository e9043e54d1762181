import type { Column } from "./column.ts";

/** Codes into the categories in sorted order, NaN for a missing value. */
export function encode(column: Column): { codes: Float64Array; categories: readonly string[] } {
  if (column.type === "category") return { codes: column.values, categories: column.categories };
  if (column.type === "boolean") return { codes: column.values, categories: ["false", "true"] };
  const cells: readonly (string | number | null)[] =
    column.type === "string" ? column.values : Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  const different = [...new Set(cells)].filter((cell) => cell !== null).toSorted((a, b) => (a < b ? -1 : 1));
  const codeOf = new Map<string | number | null, number>(different.map((category, code) => [category, code]));
  return { codes: Float64Array.from(cells, (cell) => codeOf.get(cell) ?? NaN), categories: different.map(String) };
}
