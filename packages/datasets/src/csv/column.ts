/** What the cells of a column are. */
export type ColumnType = "number" | "integer" | "boolean" | "category" | "string";

export const columnTypes: readonly ColumnType[] = ["number", "integer", "boolean", "category", "string"];

/** Numbers; NaN is a missing value, and booleans are 0 and 1. */
export interface NumericColumn {
  readonly name: string;
  readonly type: "number" | "integer" | "boolean";
  readonly values: Float64Array;
}

/** Text with few different values, as codes into the sorted `categories`; NaN is a missing value. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: "category";
  readonly values: Float64Array;
  readonly categories: readonly string[];
}

/** Text; null is a missing value. */
export interface TextColumn {
  readonly name: string;
  readonly type: "string";
  readonly values: readonly (string | null)[];
  /** Why the column was not read as numbers: `line 17 holds "abc"`. */
  readonly evidence?: string;
}

export type Column = NumericColumn | CategoryColumn | TextColumn;

/** For messages: `column "age" holds text (line 17: "abc")`. */
export function describeColumn(column: Column): string {
  if (column.type !== "string") return `column "${column.name}" holds values of type ${column.type}`;
  return `column "${column.name}" holds text${column.evidence === undefined ? "" : ` (${column.evidence})`}`;
}
