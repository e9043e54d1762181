import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from "./safetensors.ts";

const file = {
  tensors: {
    flags: { dtype: "BOOL", shape: [3], data: new Uint8Array([1, 0, 1]) },
    kernel: { dtype: "F32", shape: [2, 2], data: new Float32Array([1, -2, 0.5, Number.NaN]) },
    step: { dtype: "I32", shape: [], data: new Int32Array([7]) },
    key: { dtype: "U32", shape: [2], data: new Uint32Array([1, 0xffffffff]) },
    pixels: { dtype: "U8", shape: [1, 2], data: new Uint8Array([0, 255]) },
    ids: { dtype: "I64", shape: [2], data: new BigInt64Array([-1n, 2n ** 62n]) },
    half: { dtype: "F16", shape: [1], data: new Uint16Array([0x3c00]) },
    none: { dtype: "F32", shape: [0, 3], data: new Float32Array(0) },
  },
  metadata: { config: '{"layers":["ä"]}', format: "tidu" },
} as const satisfies SafetensorsFile;

/** A file with this header and so many zero bytes after it. */
const raw = (header: unknown, dataBytes = 0): Uint8Array => {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
};

const entry = (begin: number, end: number, shape = [(end - begin) / 4]) => ({ dtype: "F32", shape, data_offsets: [begin, end] });

test("the example of the format's description", () => {
  // https://huggingface.co/docs/safetensors: header length, JSON, numbers in row-major little-endian order
  const bytes = encodeSafetensors({ tensors: { a: { dtype: "F32", shape: [1], data: new Float32Array([1]) } } });
  const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
  expect([...bytes]).toEqual([header.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 0x80, 0x3f]);
});

test("what is written is read back", () => {
  expect(decodeSafetensors(encodeSafetensors(file))).toEqual(file);
});

test("every tensor starts at a multiple of its element size, so reading copies nothing", () => {
  const bytes = encodeSafetensors(file);
  for (const { data } of Object.values(decodeSafetensors(bytes).tensors)) expect(data.buffer).toBe(bytes.buffer);
});

test("a file at an odd place in memory is read too", () => {
  const bytes = encodeSafetensors(file);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(decodeSafetensors(shifted.subarray(1))).toEqual(file);
});

test("data that does not fit its shape or dtype is refused", () => {
  expect(() => encodeSafetensors({ tensors: { w: { dtype: "F32", shape: [2, 3], data: new Float32Array(5) } } })).toThrow(
    'encodeSafetensors: tensor "w" is F32[2, 3] and needs a Float32Array of 6 elements, received a Float32Array of 5.',
  );
  expect(() => encodeSafetensors({ tensors: { w: { dtype: "F32", shape: [1], data: new Int32Array(1) } } })).toThrow(
    "received a Int32Array of 1",
  );
  expect(() => encodeSafetensors({ tensors: { __metadata__: { dtype: "U8", shape: [0], data: new Uint8Array(0) } } })).toThrow(
    "cannot be named",
  );
});

test("foreign files are told apart from broken ones", () => {
  expect(() => decodeSafetensors(new Uint8Array(3))).toThrow("not a safetensors file: it has 3 bytes");
  expect(() => decodeSafetensors(new TextEncoder().encode("<html>nothing here</html>"))).toThrow(
    "not a safetensors file: its header would have",
  );
  expect(() => decodeSafetensors(raw("{oops"))).toThrow("not a safetensors file: its header is no JSON");
  expect(() => decodeSafetensors(raw("[1]"))).toThrow("its header is no JSON object");
  expect(() => decodeSafetensors(encodeSafetensors(file).subarray(0, 50))).toThrow("broken safetensors file: the header has");
});

test.each([
  ["cut short", raw({ a: entry(0, 8) }, 4), 'tensor "a" lies at bytes 0 to 8 of 4'],
  ["longer than its tensors", raw({ a: entry(0, 8) }, 12), "4 bytes at the end belong to no tensor"],
  ["with overlapping tensors", raw({ a: entry(0, 8), b: entry(4, 12) }, 12), 'tensor "b" overlaps another'],
  ["with a gap", raw({ a: entry(0, 4), b: entry(8, 12) }, 12), "bytes 4 to 8 belong to no tensor"],
  ["with a shape that does not fit", raw({ a: entry(0, 8, [3]) }, 8), 'tensor "a" is F32[3], 12 bytes, but has 8'],
  ["with an unknown dtype", raw({ a: { ...entry(0, 4), dtype: "F8_E4M3" } }, 4), 'tensor "a" has dtype "F8_E4M3"; known here: F32'],
  ["with a negative offset", raw({ a: entry(-4, 0) }, 0), 'tensor "a" has the offsets [-4,0]'],
  ["with a missing shape", raw({ a: { dtype: "F32", data_offsets: [0, 4] } }, 4), 'tensor "a" has the shape undefined'],
  ["with an entry that is no object", raw({ a: 1 }), 'the entry of tensor "a" is no object'],
  ["with metadata that is no string", raw({ __metadata__: { epoch: 1 } }), "__metadata__.epoch is no string"],
])("a file %s is refused", (_, bytes, message) => {
  expect(() => decodeSafetensors(bytes)).toThrow(`broken safetensors file: ${message}`);
});
