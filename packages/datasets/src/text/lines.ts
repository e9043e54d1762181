import { nameOfSource, readStream } from "../files/read-stream.ts";
import type { StreamSource } from "../files/read-stream.ts";
import { notText } from "./read-text.ts";

/** Text piece by piece; a byte order mark is left out. */
export async function* decoded(where: string, source: StreamSource, encoding: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw notText(nameOfSource(where, source), encoding, error);
    }
  };
  for await (const bytes of readStream(where, source)) yield decode(bytes);
  yield decode();
}

/** A line of text and its number, from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/** The lines of text that comes in pieces, without their line breaks (LF or CRLF). */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<Line, void, undefined> {
  let number = 0;
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) yield { text: text.endsWith("\r") ? text.slice(0, -1) : text, number: ++number };
  }
  if (rest !== "") yield { text: rest.endsWith("\r") ? rest.slice(0, -1) : rest, number: ++number };
}
