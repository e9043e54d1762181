import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { readIdx } from "./idx.ts";

const folder = mkdtempSync(join(tmpdir(), "idx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hex = (digits: string) => new Uint8Array(Buffer.from(digits.replaceAll(" ", ""), "hex"));
const images = hex("00000803 00000002 00000001 00000003 010203 0405ff");

// By hand, from the description of the format on the MNIST page: big-endian, two's complement, IEEE 754.
const cases = [
  ["unsigned bytes", "00000801 00000002 00ff", "uint8", [0, 255]],
  ["signed bytes", "00000901 00000003 80ff7f", "int32", [-128, -1, 127]],
  ["shorts", "00000b01 00000002 80000102", "int32", [-32768, 258]],
  ["integers", "00000c01 00000002 80000000 00010203", "int32", [-2147483648, 66051]],
  ["floats", "00000d01 00000002 3f800000 c0490fdb", "float32", [1, Math.fround(-Math.PI)]],
  ["doubles", "00000e01 00000001 400921fb54442d18", "float32", [Math.fround(Math.PI)]],
] as const;

for (const [name, bytes, dtype, values] of cases) {
  test(`IDX ${name} become ${dtype}`, async () => {
    const read = await readIdx(hex(bytes));
    expect([read.dtype, read.shape, Array.from(read.data, Number)]).toEqual([dtype, [values.length], values]);
  });
}

test("a path, an address, bytes, gzipped or not, are read alike", async () => {
  const plain = join(folder, "images-idx3-ubyte");
  writeFileSync(plain, images);
  writeFileSync(`${plain}.gz`, gzipSync(images));
  for (const source of [plain, `${plain}.gz`, pathToFileURL(plain), images, new Uint8Array(gzipSync(images))]) {
    const { dtype, shape, data } = await readIdx(source);
    expect({ dtype, shape, data: Array.from(data, Number) }).toEqual({ dtype: "uint8", shape: [2, 1, 3], data: [1, 2, 3, 4, 5, 255] });
  }
});

test("what is no IDX file, cut off or damaged is refused, naming the file", async () => {
  const path = join(folder, "cut-idx3-ubyte.gz");
  const read = (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    return readIdx(path);
  };
  await expect(read(images.subarray(0, -1))).rejects.toThrow(
    "cut-idx3-ubyte.gz: the header says shape [2, 1, 3], which takes 6 bytes, but 5 follow. The file is cut off or damaged",
  );
  await expect(read(new Uint8Array([...images, 0]))).rejects.toThrow("but 7 follow");
  await expect(read(images.subarray(0, 10))).rejects.toThrow("expected an IDX file");
  await expect(read(new TextEncoder().encode("<html>not found</html>"))).rejects.toThrow("received bytes that start with 3c 68 74 6d");
  await expect(read(new Uint8Array())).rejects.toThrow("received bytes that start with nothing");

  const packed = gzipSync(images);
  await expect(read(packed.subarray(0, -9))).rejects.toThrow("cut-idx3-ubyte.gz: the gzip data is cut off or damaged");
  const damaged = Uint8Array.from(packed);
  damaged[packed.length - 6] = (damaged[packed.length - 6] ?? 0) ^ 255; // in the checksum
  await expect(read(damaged)).rejects.toThrow("cut-idx3-ubyte.gz: the gzip data is cut off or damaged");
  await expect(readIdx(join(folder, "none"))).rejects.toThrow(/readIdx: there is no file .*none/);
});
