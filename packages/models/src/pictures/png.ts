/** Bytes of an image, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 2: grey and alpha, 3: red, green and blue, 4: those and alpha. */
  readonly channels: number;
  /** [height, width, channels], 0 to 255 */
  readonly data: Uint8Array;
}

/**
 * An image as an address that holds all of it, for `src` and `href`: pictures and pages then need no file beside them, and the same code
 * runs in Node and in browsers.
 */
export function pngUri(pixels: Pixels): string {
  return `data:image/png;base64,${base64(encodePng(pixels))}`;
}

/**
 * A PNG file (W3C, Portable Network Graphics, third edition, 2025) whose pixels are stored as they are: what is drawn here is small, and
 * compressing would need a library.
 */
export function encodePng({ width, height, channels, data }: Pixels): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, [0, 4, 2, 6][channels - 1] ?? 0], 8); // bits of a number, kind of colour
  const row = width * channels;
  const lines = new Uint8Array(height * (row + 1)); // each behind a 0: not filtered
  for (let y = 0; y < height; y++) lines.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  return joined([signature, chunk("IHDR", header), chunk("IDAT", stored(lines)), chunk("IEND", new Uint8Array(0))]);
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Length, name, data, and the checksum of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined([Uint8Array.from(name, (letter) => letter.charCodeAt(0)), data]);
  return joined([bigEndian(data.length), named, bigEndian(crc32(named))]);
}

/** A zlib stream of blocks that are not compressed (RFC 1950; RFC 1951, 3.2.4). */
function stored(data: Uint8Array): Uint8Array {
  const largest = 0xffff;
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < data.length; start += largest) {
    const block = data.subarray(start, start + largest);
    const isLast = start + largest >= data.length ? 1 : 0;
    const { length } = block;
    blocks.push(Uint8Array.of(isLast, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), block);
  }
  return joined([Uint8Array.of(0x78, 0x01), ...blocks, bigEndian(adler32(data))]);
}

/** RFC 1950, 8.2 */
function adler32(data: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

/** Of the polynomial that PNG's annex D names. */
function crc32(data: Uint8Array): number {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const bigEndian = (value: number): Uint8Array => Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function base64(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
