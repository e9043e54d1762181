import { unknownName } from "@tidu/core-tensor";
import { textOf } from "../text/read-text.ts";
import { columnTypes } from "./column.ts";
import type { ColumnType } from "./column.ts";
import { isNumber, readColumn } from "./read-column.ts";
import { splitRecords } from "./split-records.ts";
import type { CsvRecord } from "./split-records.ts";
import { Table } from "./table.ts";

export interface CsvOptions {
  /** Whether the first row names the columns; default true, with an error when that row looks like data. */
  readonly header?: boolean;
  /** Names of the columns, in place of those in the header; default without a header: `column0`, `column1` … */
  readonly names?: readonly string[];
  /** Types of columns by name; the others are integer, number, boolean or string, whichever fits all their cells. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Cells that mean a missing value; default `["", "?", "NA", "N/A", "NaN", "nan", "null"]`. */
  readonly missing?: readonly string[];
  /** Between cells; default `","`. */
  readonly delimiter?: string;
  /** Around cells that hold delimiters or line breaks; default `"`; `""` for none. */
  readonly quote?: string;
  /** Lines that start with this are left out; default none. */
  readonly comment?: string;
  /** Of bytes and files; default `"utf-8"`, and `"latin1"` reads most older files. */
  readonly encoding?: string;
  /** Names the data in errors; default the file name. */
  readonly source?: string;
}

/** What pandas and the UCI data sets write for no value. */
const defaultMissing: readonly string[] = ["", "?", "NA", "N/A", "NaN", "nan", "null"];

/**
 * Reads CSV text or bytes into a {@link Table} of typed columns. Empty lines are left out.
 *
 * @throws on empty data, ragged rows, an open quote, a cell that is not of its column's type (all with the line), a first row
 * that looks like data while `header` is not given, and names in `types` that are no columns (with the nearest)
 * @example
 * ```ts
 * const table = await parseCsv("height,species\n5.1,setosa\n?,virginica");
 * table.values("height"); // [5.1, null]
 * ```
 */
export async function parseCsv(content: string | Uint8Array, options: CsvOptions = {}): Promise<Table> {
  const {
    header,
    names,
    types = {},
    missing = defaultMissing,
    delimiter = ",",
    quote = '"',
    comment,
    encoding = "utf-8",
    source = "parseCsv",
  } = options;
  const text = typeof content === "string" ? content : textOf(source, content, encoding);
  const records = await splitRecords(source, text, { delimiter, quote, comment });
  const [first] = records;
  if (first === undefined) throw new Error(`${source}: expected rows, received an empty file.`);
  checkDelimiter(source, first, options.delimiter);
  if (header === undefined) checkHeader(source, first, missing);
  const rows = header === false ? records : records.slice(1);
  if (rows.length === 0)
    throw new Error(
      `${source}: expected rows after the header in line ${first.line}, received none. Pass header: false if that line is data.`,
    );

  const columnNames = nameColumns(source, first, header !== false, names);
  checkWidths(source, rows, columnNames.length, `as in line ${first.line}`);
  checkTypes(source, types, columnNames);
  const isMissing = new Set(missing);
  const lineOf = (row: number) => rows[row]?.line ?? 0;
  return new Table(
    columnNames.map((name, i) => {
      const cells = rows.map((record) => record.cells[i] ?? "").map((cell) => (isMissing.has(cell) ? null : cell));
      return readColumn({ source, name, cells, lineOf }, Object.hasOwn(types, name) ? types[name] : undefined);
    }),
  );
}

/** One column out of a line full of semicolons or tabs is not what anyone meant. */
function checkDelimiter(source: string, { cells, line }: CsvRecord, given: string | undefined): void {
  const [only = ""] = cells;
  const other = [";", "\t", "|"].find((candidate) => only.includes(candidate));
  if (given !== undefined || cells.length > 1 || other === undefined) return;
  throw new Error(
    `${source}, line ${line}: found one column, but the line holds ${JSON.stringify(other)}. Pass delimiter: ${JSON.stringify(other)}, or delimiter: "," if it is one column.`,
  );
}

function checkHeader(source: string, { cells, line }: CsvRecord, missing: readonly string[]): void {
  const dataLike = cells.filter((cell) => isNumber(cell) || missing.includes(cell)).length;
  if (dataLike * 2 <= cells.length) return;
  throw new Error(
    `${source}, line ${line}: expected column names, but the first row looks like data (${cells.slice(0, 4).join(", ")}${cells.length > 4 ? ", …" : ""}). Pass header: false, with names if you like, or header: true if it is one.`,
  );
}

function nameColumns(source: string, first: CsvRecord, header: boolean, names: readonly string[] | undefined): readonly string[] {
  const found = header ? first.cells : first.cells.map((_, i) => `column${i}`);
  const chosen = names ?? found;
  if (chosen.length !== found.length) throw new Error(`${source}: expected names for ${found.length} columns, received ${chosen.length}.`);
  const twice = chosen.find((name, i) => chosen.indexOf(name) !== i);
  if (twice !== undefined)
    throw new Error(`${source}${names ? "" : `, line ${first.line}`}: two columns are named "${twice}". Pass names for all columns.`);
  return chosen;
}

function checkWidths(source: string, rows: readonly CsvRecord[], width: number, reference: string): void {
  const ragged = rows.find(({ cells }) => cells.length !== width);
  if (ragged === undefined) return;
  throw new Error(
    `${source}, line ${ragged.line}: expected ${width} cells ${reference}, received ${ragged.cells.length}. A cell that holds the delimiter must be quoted.`,
  );
}

function checkTypes(source: string, types: Readonly<Record<string, ColumnType>>, names: readonly string[]): void {
  for (const [name, type] of Object.entries(types)) {
    if (!names.includes(name)) throw new Error(`${source}: option types: ${unknownName("column", name, names)}`);
    if (!columnTypes.includes(type)) throw new Error(`${source}: option types: ${unknownName("type", type, columnTypes)}`);
  }
}
