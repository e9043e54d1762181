import { namedDim, tensor } from "@tidu/core-tensor";
import type { Dim, DType } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { toInputs } from "./inputs.ts";
import type { NamedSpec } from "../network/network.ts";
import type { Inputs } from "./inputs.ts";

const input = (name: string, shape: readonly Dim[], dtype: DType = "float32"): NamedSpec => ({
  name,
  spec: { dtype, shape: [namedDim("batch"), ...shape] },
});
const pair = [input("features", [2])];
const read = (x: Inputs, inputs: readonly NamedSpec[] = pair) => toInputs(x, inputs, { where: "fit" });
const rows = { dtype: "float32", shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) } as const;

test("nested numbers, typed arrays, TensorData, tensors and an only array in a list are the same rows", async () => {
  const forms: readonly Inputs[] = [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    Float32Array.of(1, 2, 3, 4, 5, 6),
    Float64Array.of(1, 2, 3, 4, 5, 6),
    Int32Array.of(1, 2, 3, 4, 5, 6),
    Int16Array.of(1, 2, 3, 4, 5, 6),
    Uint16Array.of(1, 2, 3, 4, 5, 6),
    BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n),
    [Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5, 6)],
    rows,
    tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    tensor([
      [0, 1],
      [2, 3],
      [4, 5],
    ]).add(1),
    [rows],
    { features: rows },
  ];
  for (const form of forms) expect(await read(form)).toEqual([rows]);
});

test("a typed array of the right dtype is not copied, and bytes stay bytes", async () => {
  const values = Float32Array.of(1, 2, 3, 4);
  expect((await read(values))[0]?.data).toBe(values);
  const bytes = Uint8Array.of(1, 2, 3, 4);
  expect((await read(bytes))[0]).toEqual({ dtype: "uint8", shape: [2, 2], data: bytes });
});

test("a last axis of size 1 may be missing or too many", async () => {
  expect((await read([1, 2, 3], [input("x", [1])]))[0]?.shape).toEqual([3, 1]);
  expect((await read([[1], [2], [3]], [input("x", [])]))[0]?.shape).toEqual([3]);
  expect((await read({ dtype: "uint8", shape: [2, 2, 2], data: new Uint8Array(8) }, [input("images", [2, 2, 1])]))[0]?.shape).toEqual([
    2, 2, 2, 1,
  ]);
});

test("a free size takes what comes", async () => {
  expect((await read([[1, 2, 3]], [input("tokens", [namedDim("time")], "int32")]))[0]).toEqual({
    dtype: "int32",
    shape: [1, 3],
    data: Int32Array.of(1, 2, 3),
  });
});

test("several inputs come in a list or by name", async () => {
  const two = [input("left", [1]), input("right", [2])];
  const expected = [
    [3, 1],
    [3, 2],
  ];
  expect((await read([[1, 2, 3], rows], two)).map(({ shape }) => shape)).toEqual(expected);
  expect((await read({ right: rows, left: [1, 2, 3] }, two)).map(({ shape }) => shape)).toEqual(expected);
  await expect(read({ right: rows, lefft: [1, 2, 3] }, two)).rejects.toThrow('fit: x: input "lefft": did you mean "left"?');
  await expect(read({ right: rows }, two)).rejects.toThrow('fit: x: nothing for the input "left", received only right.');
  await expect(read(rows, two)).rejects.toThrow(
    "fit: x: the model has 2 inputs (left, right), received float32[3, 2]. Pass a list with one array for each input, or an object by name.",
  );
  await expect(read([[1, 2], rows], two)).rejects.toThrow(
    'fit: x for input "right" has 3 rows, x for input "left" has 2. Every row needs all inputs.',
  );
});

test("a wrong shape tells what was expected, what came and what to do", async () => {
  await expect(read([[1, 2, 3]])).rejects.toThrow(
    "fit: x: expected float32[rows, 2], received float32[1, 3]. Reshape it, or set the layer's inputShape.",
  );
  await expect(read([1, 2])).rejects.toThrow(
    "fit: x: expected float32[rows, 2], received float32[2]. For one example, put it into a list: [x].",
  );
  await expect(read(Float32Array.of(1, 2, 3))).rejects.toThrow("fit: x: 3 numbers cannot be cut into rows of 2. Expected [rows, 2].");
  await expect(read([[1, 2], [3]])).rejects.toThrow("fit: x: rows differ in length.");
  await expect(read([])).rejects.toThrow("fit: x is empty (shape [0]). Expected at least one row [rows, 2].");
});

test("what is no number is refused", async () => {
  const wrong = (value: unknown): Promise<unknown> => read(value as Inputs);
  await expect(wrong("a.csv")).rejects.toThrow('received string "a.csv"');
  await expect(wrong(undefined)).rejects.toThrow("received undefined");
  await expect(wrong([["a", "b"]])).rejects.toThrow('fit: x: expected a number at [0, 0], received "a"');
});

test("NaN and infinity are found by row and column", async () => {
  await expect(
    read([
      [1, 2],
      [3, NaN],
    ]),
  ).rejects.toThrow("fit: x holds NaN in row 1, column 1. Remove such rows, or fill the gaps");
  const far = new Float32Array(20_000);
  far[12_345] = -Infinity;
  await expect(read(far)).rejects.toThrow("fit: x holds -Infinity in row 6172, column 1.");
  await expect(
    read({ dtype: "float32", shape: [1, 2, 2], data: Float32Array.of(0, 0, Infinity, 0) }, [input("x", [2, 2])]),
  ).rejects.toThrow("Infinity in row 0, at [1, 0]");
});

test("integers are asked for where the input holds ids", async () => {
  await expect(read([[1.5, 2]], [input("ids", [2], "int32")])).rejects.toThrow("fit: x: expected integers, received 1.5 at position 0.");
  await expect(read(BigInt64Array.of(2n ** 40n, 0n))).rejects.toThrow("1099511627776 at position 0 does not fit into 32 bits");
});
