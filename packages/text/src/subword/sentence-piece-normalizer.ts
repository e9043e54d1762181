import { spaceMark } from "./unigram-model.ts";
import type { CharactersMap } from "./characters-map.ts";
import type { UnigramModel } from "./unigram-model.ts";

/** What SentencePiece makes of a text before it looks for pieces: characters replaced, spaces marked. */
export function sentencePieceNormalizer(
  { pieces, addPrefixSpace, removeExtraSpaces }: UnigramModel,
  map: CharactersMap,
): (text: string) => string {
  const own = pieces.filter(([, , type]) => type === "userDefined").map(([piece]) => new TextEncoder().encode(piece));
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    const kept: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const ownLength = longestAt(own, bytes, at);
      const { bytes: replaced, length } = ownLength > 0 ? { bytes: bytes.subarray(at, at + ownLength), length: ownLength } : map(bytes, at);
      for (const byte of replaced) if (!(removeExtraSpaces && byte === space && (kept.at(-1) ?? space) === space)) kept.push(byte);
      at += length;
    }
    while (removeExtraSpaces && kept.at(-1) === space) kept.pop();
    if (kept.length === 0) return "";
    return `${addPrefixSpace ? spaceMark : ""}${decoder.decode(Uint8Array.from(kept)).replaceAll(" ", spaceMark)}`;
  };
}

const space = 0x20;

/** The length of the longest of some texts that stands at a place, 0 for none. */
function longestAt(texts: readonly Uint8Array[], bytes: Uint8Array, at: number): number {
  let longest = 0;
  for (const text of texts) if (text.length > longest && text.every((byte, i) => byte === bytes[at + i])) longest = text.length;
  return longest;
}
