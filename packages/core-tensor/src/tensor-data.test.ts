import { describe, expect, test } from "vitest";
import { castArray, isTensorData, tensorData, toNested } from "./tensor-data.ts";
import type { ArrayLike } from "./tensor-data.ts";

describe("tensorData", () => {
  test.each<readonly [string, ArrayLike, readonly number[], string]>([
    ["a number", 3, [], "float32"],
    ["a boolean", true, [], "bool"],
    ["a list", [1, 2, 3], [3], "float32"],
    [
      "nested lists",
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      "float32",
    ],
    ["booleans", [[true], [false]], [2, 1], "bool"],
    ["booleans among numbers", [true, 2], [2], "float32"],
    ["an empty list", [], [0], "float32"],
    ["empty rows", [[], []], [2, 0], "float32"],
    ["rows of typed arrays", [Float32Array.of(1, 2), Float32Array.of(3, 4)], [2, 2], "float32"],
    ["int32", Int32Array.of(1, 2), [2], "int32"],
    ["bytes", Uint8Array.of(1, 255), [2], "uint8"],
    ["int64", BigInt64Array.of(1n), [1], "int64"],
    ["doubles", Float64Array.of(1.5), [1], "float32"],
  ])("takes %s", (_, values, shape, dtype) => {
    const data = tensorData(values);
    expect([data.shape, data.dtype]).toEqual([shape, dtype]);
  });

  test("keeps a typed array without a copy", () => {
    const numbers = Float32Array.of(1, 2, 3, 4);
    const made = tensorData(numbers, [2, 2]);
    expect(made.data).toBe(numbers);
    expect(tensorData(made, [4]).data).toBe(numbers);
  });

  test("keeps bytes that are 0 or 1 as bool, and converts others", () => {
    const flags = Uint8Array.of(0, 1);
    expect(tensorData(flags, undefined, "bool").data).toBe(flags);
    expect(tensorData(Uint8Array.of(0, 7), undefined, "bool").data).toEqual(Uint8Array.of(0, 1));
  });

  test("converts to a dtype", () => {
    expect(tensorData([1.9, -1.9], undefined, "int32").data).toEqual(Int32Array.of(1, -1));
    expect(tensorData([1, 2], undefined, "int64").data).toEqual(BigInt64Array.of(1n, 2n));
    expect(tensorData([1, -2], undefined, "float16").data).toEqual(Uint16Array.of(0x3c00, 0xc000));
  });

  test.each<readonly [string, unknown, string]>([
    [
      "a short row",
      [[1, 2], [3]],
      "rows differ in length. Expected 2 values at [1] as in the first row, received 1 values. Make rows one length: padSequences does so for sequences.",
    ],
    ["a number among rows", [[1, 2], 3], "Expected 2 values at [1] as in the first row, received one value."],
    ["a row among numbers", [1, [2]], "Expected one value at [1] as in the first row, received 1 values."],
    ["text", [[1, "2"]], 'expected a number at [0, 1], received "2". Texts become numbers first, by a tokenizer or textVectorization.'],
    ["nothing", [null], "expected a number at [0], received null."],
  ])("refuses %s and says where", (_, values, message) => {
    expect(() => tensorData(values as ArrayLike)).toThrow(message);
  });

  test("refuses a shape that does not hold the values", () => {
    expect(() => tensorData([1, 2, 3], [2, 2])).toThrow("tensorData: shape [2, 2] holds 4 values, received 3.");
  });
});

describe("toNested", () => {
  test("gives back what was given", () => {
    const values = [[[1, 2, 3]], [[4, 5, 6]]];
    expect(toNested(tensorData(values))).toEqual(values);
    expect(toNested(tensorData([[true, false]]))).toEqual([[true, false]]);
    expect(toNested(tensorData(7))).toBe(7);
  });

  test("keeps empty axes", () => {
    expect(toNested(tensorData([[], []]))).toEqual([[], []]);
    expect(toNested(tensorData(new Float32Array(0), [0, 2]))).toEqual([]);
  });

  test("reads halves and 64-bit integers as numbers", () => {
    expect(toNested(tensorData([1.5, -2], undefined, "float16"))).toEqual([1.5, -2]);
    expect(toNested(tensorData([1, -2], undefined, "int64"))).toEqual([1, -2]);
  });
});

describe("castArray", () => {
  test("goes towards zero for integers and wraps around", () => {
    expect(castArray([3.7, -3.7, NaN, 2 ** 31], undefined, "int32")).toEqual(Int32Array.of(3, -3, 0, -(2 ** 31)));
    expect(castArray([-1], undefined, "uint32")).toEqual(Uint32Array.of(2 ** 32 - 1));
    expect(castArray([Infinity, -1.5], undefined, "int64")).toEqual(BigInt64Array.of(0n, -1n));
  });

  test("makes anything but zero true, NaN too", () => {
    expect(castArray([0, -0, 0.1, NaN], undefined, "bool")).toEqual(Uint8Array.of(0, 0, 1, 1));
  });

  test("reads halves as the numbers they are", () => {
    expect(castArray(Uint16Array.of(0x3c00, 0x7c00), "float16", "float32")).toEqual(Float32Array.of(1, Infinity));
  });

  test("does not round 64-bit integers that stay so", () => {
    expect(castArray(BigInt64Array.of(2n ** 53n + 1n), "int64", "int64")).toEqual(BigInt64Array.of(2n ** 53n + 1n));
  });
});

test("only what has numbers, a shape and a dtype is TensorData", () => {
  expect(isTensorData(tensorData([1]))).toBe(true);
  expect([null, [1], { shape: [], dtype: "float32" }, { shape: [], dtype: "float32", data: [1] }].map(isTensorData)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
