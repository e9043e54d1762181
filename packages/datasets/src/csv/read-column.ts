import type { Column, ColumnType } from "./column.ts";
import { encode } from "./encode.ts";

/** The cells of one column as text, with what is needed to say where one of them is wrong. */
export interface RawColumn {
  readonly name: string;
  /** null where the cell is a missing value */
  readonly cells: readonly (string | null)[];
  /** The line of a row in the file, from 1. */
  readonly lineOf: (row: number) => number;
  /** Names the file or text in errors. */
  readonly source: string;
}

/**
 * Reads text as a column of `type`, or of the narrowest type that all its cells have: integer, number, boolean, else string.
 *
 * @throws when a cell is not of the type, naming line and column
 */
export function readColumn(raw: RawColumn, type: ColumnType | undefined): Column {
  const { name, cells } = raw;
  const chosen = type ?? inferType(cells);
  if (chosen === "string") {
    const odd = type === undefined ? cells.findIndex((cell) => cell !== null && !numberPattern.test(cell)) : -1;
    return { name, type: "string", values: cells, ...(odd >= 0 && { evidence: `line ${raw.lineOf(odd)}: ${JSON.stringify(cells[odd])}` }) };
  }
  if (chosen === "category") {
    const { codes, categories } = encode({ name, type: "string", values: cells });
    return { name, type: "category", values: codes, categories };
  }
  const read = readers[chosen];
  const values = Float64Array.from(cells, (cell, row) => (cell === null ? NaN : (read(cell) ?? wrongCell(raw, row, chosen))));
  return { name, type: chosen, values };
}

/** Whether a cell is a decimal number. */
export const isNumber = (cell: string): boolean => numberPattern.test(cell);

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

type NumericType = Exclude<ColumnType, "string" | "category">;

/** undefined where the cell is not of the type. */
const readers: { readonly [T in NumericType]: (cell: string) => number | undefined } = {
  number: (cell) => (isNumber(cell) ? Number(cell) : undefined),
  integer: (cell) => (isNumber(cell) && Number.isSafeInteger(Number(cell)) ? Number(cell) : undefined),
  boolean: (cell) => booleans.get(cell.toLowerCase()),
};

const booleans: ReadonlyMap<string, number> = new Map([
  ...["true", "yes", "t", "y", "1"].map((word) => [word, 1] as const),
  ...["false", "no", "f", "n", "0"].map((word) => [word, 0] as const),
]);

const inferable: readonly { readonly type: ColumnType; readonly test: (cell: string) => boolean }[] = [
  { type: "integer", test: (cell) => /^[+-]?\d+$/.test(cell) && Number.isSafeInteger(Number(cell)) },
  { type: "number", test: isNumber },
  { type: "boolean", test: (cell) => /^(true|false)$/i.test(cell) },
];

function inferType(cells: readonly (string | null)[]): ColumnType {
  const present = cells.filter((cell) => cell !== null);
  if (present.length === 0) return "number";
  return inferable.find(({ test }) => present.every(test))?.type ?? "string";
}

const expectation: { readonly [T in NumericType]: string } = { number: "a number", integer: "an integer", boolean: "true or false" };

function wrongCell({ source, name, cells, lineOf }: RawColumn, row: number, type: NumericType): never {
  const cell = JSON.stringify(cells[row]);
  throw new Error(
    `${source}, line ${lineOf(row)}, column "${name}": expected ${expectation[type]}, received ${cell}. If it stands for a missing value, add it to the option missing.`,
  );
}
