/**
 * The 256 bytes as printable characters, one each, so that pieces of bytes can stand in text files: printable bytes of Latin-1
 * are themselves, the others the characters from U+0100 on.
 *
 * @source `bytes_to_unicode` of GPT-2 (Radford et al. 2019)
 */
export const characterOfByte: readonly string[] = charactersOfBytes();

const byteOfCharacter: ReadonlyMap<string, number> = new Map(characterOfByte.map((character, byte) => [character, byte]));

function charactersOfBytes(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

/** The UTF-8 bytes of a text, each as its character. */
export const toByteCharacters = (text: string): string[] =>
  Array.from(new TextEncoder().encode(text), (byte) => characterOfByte[byte] ?? "");

/** The text whose bytes the characters are; bytes that are no UTF-8 become U+FFFD. Characters that stand for no byte are taken as text. */
export function fromByteCharacters(characters: string): string {
  const bytes: number[] = [];
  for (const character of characters) {
    const byte = byteOfCharacter.get(character);
    if (byte === undefined) bytes.push(...new TextEncoder().encode(character));
    else bytes.push(byte);
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
