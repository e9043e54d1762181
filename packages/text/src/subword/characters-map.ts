/**
 * SentencePiece's table of normalization: at each place, the longest text that it has is replaced, anything else stays.
 *
 * @param blob the size of a trie in bytes, the trie (a double array in the form of darts-clone), and replacements that end with NUL
 */
export function charactersMap(blob: Uint8Array): CharactersMap {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const trieBytes = blob.byteLength < 4 ? 0 : view.getUint32(0, true);
  const trie = Uint32Array.from({ length: trieBytes / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
  const replacements = blob.subarray(4 + trieBytes);

  return (bytes, at) => {
    const { value, length } = longestPrefix(trie, bytes, at);
    if (length > 0) return { bytes: replacements.subarray(value, replacements.indexOf(0, value)), length };
    const character = characterLength(bytes[at] ?? 0);
    return { bytes: bytes.subarray(at, at + character), length: character };
  };
}

/** What stands for the bytes from `at` on, and how many of them it stands for. */
export type CharactersMap = (bytes: Uint8Array, at: number) => { readonly bytes: Uint8Array; readonly length: number };

/** What a map without entries does: each character stands for itself. */
export const identityMap: CharactersMap = (bytes, at) => {
  const length = characterLength(bytes[at] ?? 0);
  return { bytes: bytes.subarray(at, at + length), length };
};

function longestPrefix(trie: Uint32Array, bytes: Uint8Array, start: number): { value: number; length: number } {
  let longest = { value: 0, length: 0 };
  let node = offsetOf(trie[0] ?? 0);
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    node ^= byte;
    const unit = trie[node] ?? 0;
    if ((unit & 0x800000ff) >>> 0 !== byte) break;
    node ^= offsetOf(unit);
    const hasValue = ((unit >>> 8) & 1) === 1;
    if (hasValue) longest = { value: (trie[node] ?? 0) & 0x7fffffff, length: at - start + 1 };
  }
  return longest;
}

const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 512) >>> 6);

/** Bytes of the UTF-8 character that begins with a byte. */
const characterLength = (byte: number): number => (byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);
