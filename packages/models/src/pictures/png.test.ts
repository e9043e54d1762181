import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodePng, pngUri } from "./png.ts";

/** The chunks of a PNG, as the specification cuts it, without a look at checksums. */
function chunksOf(png: Uint8Array): Record<string, Buffer> {
  const bytes = Buffer.from(png);
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks[bytes.toString("latin1", at + 4, at + 8)] = bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
  return chunks;
}

test("one white pixel is byte for byte what Python's zlib and struct write", () => {
  // b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) …), with zlib.compress(b"\0\xff", 0)
  expect(Buffer.from(encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(255) })).toString("hex")).toBe(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000d494441547801010200fdff00ff01010100608712b50000000049454e44ae426082",
  );
});

test("zlib reads back what was stored, with more bytes than a block holds", () => {
  const [width, height] = [300, 100];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 251);
  const { IHDR, IDAT } = chunksOf(encodePng({ width, height, channels: 3, data }));
  expect([IHDR?.readUInt32BE(0), IHDR?.readUInt32BE(4), IHDR?.[8], IHDR?.[9]]).toEqual([300, 100, 8, 2]);
  const lines = inflateSync(IDAT ?? Buffer.alloc(0)); // checks the Adler checksum
  expect(lines.length).toBe(height * (width * 3 + 1));
  for (const y of [0, 57, 99]) {
    const line = lines.subarray(y * (width * 3 + 1), (y + 1) * (width * 3 + 1));
    expect(line[0]).toBe(0);
    expect(line.subarray(1).equals(data.subarray(y * width * 3, (y + 1) * width * 3))).toBe(true);
  }
});

test("each number of channels has its kind of colour", () => {
  const kinds = [1, 2, 3, 4].map(
    (channels) => chunksOf(encodePng({ width: 1, height: 1, channels, data: new Uint8Array(channels) })).IHDR?.[9],
  );
  expect(kinds).toEqual([0, 4, 2, 6]);
});

test("an address holds the whole file", () => {
  const pixels = { width: 2, height: 2, channels: 1, data: Uint8Array.of(0, 80, 160, 255) };
  const uri = pngUri(pixels);
  expect(uri).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(uri.split(",")[1] ?? "", "base64").equals(encodePng(pixels))).toBe(true);
});
