import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { usage } from "./predict-arguments.ts";

/** A text for each column, and where they stand: `line 3`. */
export interface TextRow {
  readonly where: string;
  readonly texts: readonly string[];
}

/**
 * The rows of texts on the command line, one behind the other.
 *
 * @throws when they do not make whole rows
 */
export function givenRows(texts: readonly string[], columns: readonly string[]): readonly TextRow[] {
  const width = columns.length;
  if (texts.length % width !== 0)
    throw new Error(`expected texts in turn for ${columns.join(", ")}, a multiple of ${width}, received ${texts.length}. ${usage}`);
  const word = width === 1 ? "text" : "row";
  return Array.from({ length: texts.length / width }, (_, row) => ({
    where: `${word} ${row + 1}`,
    texts: texts.slice(row * width, (row + 1) * width),
  }));
}

/** The rows of a stream: a line each, with tabs between the columns. Those of empty lines have no texts. */
export async function* lineRows(input: Readable, columns: readonly string[]): AsyncIterable<TextRow> {
  let number = 0;
  for await (const line of createInterface({ input })) {
    number += 1;
    const texts = columns.length === 1 ? [line] : line.split("\t");
    yield { where: `line ${number}`, texts: line.trim() === "" ? [] : texts };
  }
}

/** @throws when there is not a text for each column */
export function checkColumns(texts: readonly string[], columns: readonly string[]): void {
  if (texts.length !== columns.length)
    throw new Error(`expected ${columns.length} columns with tabs between them (${columns.join(", ")}), received ${texts.length}.`);
}
