import { parseCsv } from "./parse-csv.ts";
import type { CsvOptions } from "./parse-csv.ts";
import type { Table } from "./table.ts";

/**
 * Reads a CSV file into a {@link Table} of typed columns.
 *
 * @param source a path (Node), a `file:` or `http(s):` address, bytes, or CSV text (a string with a line break is text)
 * @throws when the file is missing or cannot be read, and as {@link parseCsv} does, naming the file
 * @example
 * ```ts
 * const table = await readCsv("pima-indians-diabetes.csv", { header: false });
 * const { x, y } = table.splitTarget(-1);
 * ```
 */
export async function readCsv(source: string | URL | Uint8Array, options: CsvOptions = {}): Promise<Table> {
  if (source instanceof Uint8Array) return parseCsv(source, { source: "readCsv", ...options });
  const address = String(source);
  if (/[\r\n]/.test(address)) return parseCsv(address, { source: "readCsv", ...options });
  const bytes = /^https?:/.test(address) ? await download(address) : await readLocal(source);
  return parseCsv(bytes, { source: address.split(/[/\\]/).at(-1) ?? address, ...options });
}

async function download(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`readCsv: ${address} answered ${response.status} ${response.statusText}.`);
  return new Uint8Array(await response.arrayBuffer());
}

async function readLocal(source: string | URL): Promise<Uint8Array> {
  // Imported here, so that the package loads in browsers.
  const { readFile } = await import("node:fs/promises").catch((cause: unknown) => {
    throw new Error(`readCsv: files are read in Node only, received ${String(source)}. Elsewhere pass an http(s) address, bytes or text.`, {
      cause,
    });
  });
  const path = typeof source === "string" && source.startsWith("file:") ? new URL(source) : source;
  try {
    return await readFile(path);
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && error.code === "ENOENT"
        ? `there is no file ${String(source)} (looked in ${process.cwd()})`
        : `${String(source)} cannot be read: ${String(error)}`;
    throw new Error(`readCsv: ${reason}.`, { cause: error });
  }
}
