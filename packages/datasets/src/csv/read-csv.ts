import { baseName, readBytes } from "../files/read-bytes.ts";
import { gunzip } from "../formats/gunzip.ts";
import { parseCsv } from "./parse-csv.ts";
import type { CsvOptions } from "./parse-csv.ts";
import type { Table } from "./table.ts";

/**
 * Reads a CSV file into a {@link Table} of typed columns.
 *
 * @param source a path (Node), a `file:` or `http(s):` address, bytes, or CSV text (a string with a line break is text); files
 * and bytes may be gzipped
 * @throws when the file is missing or cannot be read, and as {@link parseCsv} does, naming the file
 * @example
 * ```ts
 * const table = await readCsv("pima-indians-diabetes.csv", { header: false });
 * const { x, y } = table.splitTarget(-1);
 * ```
 */
export async function readCsv(source: string | URL | Uint8Array, options: CsvOptions = {}): Promise<Table> {
  if (source instanceof Uint8Array) return parseCsv(await gunzip("readCsv", source), { source: "readCsv", ...options });
  const address = String(source);
  if (/[\r\n]/.test(address)) return parseCsv(address, { source: "readCsv", ...options });
  const name = baseName(source);
  return parseCsv(await gunzip(name, await readBytes("readCsv", source)), { source: name, ...options });
}
