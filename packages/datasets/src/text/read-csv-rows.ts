import { splitRecords } from "../csv/split-records.ts";
import type { CsvRecord } from "../csv/split-records.ts";
import { nameOfSource } from "../files/read-stream.ts";
import type { StreamSource } from "../files/read-stream.ts";
import { Pipeline } from "../pipeline/pipeline.ts";
import { checkFields, fieldsOf } from "./fields.ts";
import type { Fields, FieldType, RecordOf } from "./fields.ts";
import { decoded } from "./lines.ts";

export interface CsvRowsOptions<F extends Fields = Fields> {
  /** The columns that are read, with their types: others are left out. Default: all, as strings. */
  readonly fields?: F | undefined;
  /** Names of the columns, where the first row is data. Default: the first row names them. */
  readonly names?: readonly string[] | undefined;
  /** Between cells; default `","`. */
  readonly delimiter?: string;
  /** Around cells that hold delimiters or line breaks; default `"`; `""` for none. */
  readonly quote?: string;
  /** Default `"utf-8"`, and `"latin1"` reads most older files. */
  readonly encoding?: string;
}

/**
 * The rows of a CSV file as records by column name, read while they are gone over: for files of texts, which need not fit into memory.
 * `readCsv` reads a table of typed columns at once.
 *
 * @param source a path (Node), a `file:` or `http(s):` address, or bytes; gzipped or not
 * @param options `fields: { review: "string", stars: "number" }` checks and types columns
 * @returns a pipeline of records; `toArray` reads them all
 * @throws (while it is gone over) when the file is missing, empty or cut off, a row has more or fewer cells than there are columns, a
 * column is missing, or a cell is not of its type: the line
 * @example
 * ```ts
 * const reviews = readCsvRows("reviews.csv.gz", { fields: { review: "string", stars: "number" } });
 * for await (const { review, stars } of reviews) console.log(review.length, stars);
 * ```
 */
export function readCsvRows<const F extends Fields>(
  source: StreamSource,
  options: CsvRowsOptions<F> & { readonly fields: F },
): Pipeline<RecordOf<F>>;
export function readCsvRows(source: StreamSource, options?: CsvRowsOptions): Pipeline<Readonly<Record<string, string>>>;
export function readCsvRows(source: StreamSource, options: CsvRowsOptions = {}): Pipeline<Readonly<Record<string, unknown>>> {
  const { fields, names, delimiter = ",", quote = '"', encoding = "utf-8" } = options;
  if (fields !== undefined) checkFields(where, fields);
  const name = nameOfSource(where, source);
  return new Pipeline(async function* () {
    let columns = names;
    for await (const { text, line } of wholeRecords(decoded(where, source, encoding), quote)) {
      for (const record of await splitRecords(name, text, { delimiter, quote, comment: undefined }, line)) {
        if (columns === undefined) columns = columnsOf(name, record);
        else yield rowOf(`${name}, line ${record.line}`, columns, record, fields);
      }
    }
    if (columns === undefined) throw new Error(`${name}: expected rows, received an empty file.`);
  }, undefined);
}

const where = "readCsvRows";

/** Pieces of text, cut behind records: where the quotes so far are even, a line break ends one. */
async function* wholeRecords(pieces: AsyncIterable<string>, quote: string) {
  let rest = "";
  let line = 1;
  for await (const piece of pieces) {
    const text = rest + piece;
    const end = quote === "" ? text.lastIndexOf("\n") : lastBreak(text, quote);
    rest = text.slice(end + 1);
    if (end < 0) continue;
    const whole = text.slice(0, end + 1);
    yield { text: whole, line };
    line += whole.split("\n").length - 1;
  }
  if (rest !== "") yield { text: rest, line };
}

function lastBreak(text: string, quote: string): number {
  let last = -1;
  let open = false;
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith(quote, i)) open = !open;
    else if (!open && text[i] === "\n") last = i;
  }
  return last;
}

function columnsOf(name: string, { cells, line }: CsvRecord): readonly string[] {
  const twice = cells.find((cell, i) => cells.indexOf(cell) !== i);
  if (twice !== undefined) throw new Error(`${name}, line ${line}: two columns are named "${twice}". Pass names for all columns.`);
  return cells;
}

function rowOf(place: string, columns: readonly string[], { cells }: CsvRecord, fields: Fields | undefined) {
  if (cells.length !== columns.length)
    throw new Error(
      `${place}: expected ${columns.length} cells, received ${cells.length}. A cell that holds the delimiter must be quoted.`,
    );
  const record = Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  return fields === undefined ? record : fieldsOf(place, record, fields, readCell);
}

function readCell(value: unknown, type: FieldType): unknown {
  const cell = String(value);
  if (type === "string") return cell;
  if (type === "boolean") return cell === "true" ? true : cell === "false" ? false : undefined;
  return cell === "" || Number.isNaN(Number(cell)) ? undefined : Number(cell);
}
