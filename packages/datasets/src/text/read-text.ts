import { readBytes } from "../files/read-bytes.ts";
import { gunzip } from "../formats/gunzip.ts";

/**
 * A text file, unzipped where it is gzipped.
 *
 * @param where the public function that asks, named in errors
 * @throws when the file is missing, or is no text in the encoding (naming it)
 */
export const readText = async (where: string, source: string | URL, encoding: string): Promise<string> =>
  textOf(String(source), await gunzip(String(source), await readBytes(where, source)), encoding);

/** Bytes as text; a byte order mark is left out. */
export function textOf(source: string, bytes: Uint8Array, encoding = "utf-8"): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw notText(source, encoding, error);
  }
}

/** What to do about bytes that are no text. */
export const notText = (source: string, encoding: string, cause: unknown): Error =>
  new Error(`${source}: the bytes are no valid ${encoding} text. Pass the encoding of the file, such as encoding: "latin1".`, { cause });
