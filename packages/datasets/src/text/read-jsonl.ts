import { nameOfSource } from "../files/read-stream.ts";
import type { StreamSource } from "../files/read-stream.ts";
import { Pipeline } from "../pipeline/pipeline.ts";
import { checkFields, fieldsOf } from "./fields.ts";
import type { Fields, RecordOf } from "./fields.ts";
import { decoded, linesOf } from "./lines.ts";

export interface JsonlOptions<F extends Fields = Fields> {
  /** The fields that are read, with their types: others are left out. Default: all, as they are. */
  readonly fields?: F | undefined;
}

/** An object of a JSONL file. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * The objects of a JSONL file (one JSON value a line, JSON Lines) as a pipeline, read line by line while it is gone over; empty lines are
 * left out.
 *
 * @param source a path (Node), a `file:` or `http(s):` address, or bytes; gzipped or not
 * @param options `fields: { text: "string", label: "number" }` checks and types them
 * @returns a pipeline of records; `toArray` reads them all
 * @throws (while it is gone over) when the file is missing, is no UTF-8 or cut off, a line is no JSON object, or a field is missing or of
 * another type: the line
 * @example
 * ```ts
 * const reviews = await readJsonl("imdb_train.jsonl.gz", { fields: { text: "string", label: "number" } }).toArray();
 * const texts = reviews.map(({ text }) => text);
 * ```
 */
export function readJsonl<const F extends Fields>(source: StreamSource, options: { readonly fields: F }): Pipeline<RecordOf<F>>;
export function readJsonl(source: StreamSource, options?: JsonlOptions): Pipeline<JsonRecord>;
export function readJsonl(source: StreamSource, { fields }: JsonlOptions = {}): Pipeline<JsonRecord> {
  if (fields !== undefined) checkFields(where, fields);
  const name = nameOfSource(where, source);
  return new Pipeline(async function* () {
    for await (const { text, number } of linesOf(decoded(where, source, "utf-8"))) {
      if (text.trim() === "") continue;
      const place = `${name}, line ${number}`;
      const record = parseRecord(place, text);
      yield fields === undefined ? record : fieldsOf(place, record, fields, (value, type) => (typeof value === type ? value : undefined));
    }
  }, undefined);
}

const where = "readJsonl";

function parseRecord(place: string, text: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${place}: no valid JSON (${reason}). Expected one object a line.`, { cause: error });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${place}: expected an object, received ${text.length > 60 ? `${text.slice(0, 60)}…` : text}.`);
  return value as JsonRecord; // JSON objects have string keys
}
