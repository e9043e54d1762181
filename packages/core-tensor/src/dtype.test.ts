import { expect, test } from "vitest";
import { byteSize, dtypeOf, dtypes, emptyArray, viewArray } from "./dtype.ts";

test("every dtype has an array of its own width", () => {
  expect(dtypes.map((dtype) => [dtype, byteSize(dtype), emptyArray(dtype, 2).length])).toEqual([
    ["float32", 4, 2],
    ["int32", 4, 2],
    ["uint32", 4, 2],
    ["bool", 1, 2],
    ["uint8", 1, 2],
    ["int64", 8, 2],
    ["float16", 2, 2],
  ]);
});

test("bytes that start anywhere can be read as numbers", () => {
  const bytes = new Uint8Array(9);
  new DataView(bytes.buffer).setFloat32(1, 1.5, true);
  new DataView(bytes.buffer).setFloat32(5, -2, true);
  expect(viewArray("float32", bytes.subarray(1))).toEqual(Float32Array.of(1.5, -2));
});

test("aligned bytes are viewed without a copy", () => {
  const numbers = Float32Array.of(1, 2, 3);
  expect(viewArray("float32", new Uint8Array(numbers.buffer, 4)).buffer).toBe(numbers.buffer);
});

test("a typed array says its dtype", () => {
  const arrays = [new Float32Array(1), new Int32Array(1), new Uint32Array(1), new Uint8Array(1), new BigInt64Array(1), new Uint16Array(1)];
  expect(arrays.map(dtypeOf)).toEqual(["float32", "int32", "uint32", "uint8", "int64", "float16"]);
});

test("an array of no dtype is refused instead of read as bytes", () => {
  const signed: unknown = Int8Array.of(-1);
  expect(() => dtypeOf(signed as Uint8Array)).toThrow("No dtype is held by a Int8Array. Convert it first");
});
