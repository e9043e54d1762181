import { describe, expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { printShape } from "../shape/shape.ts";
import { einsum } from "./einsum.ts";

/** 0, 1, 2, … in a shape. */
const count = (...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  );
const flat = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);

describe("numbers of NumPy's einsum", () => {
  test.each<readonly [string, readonly Tensor[], readonly number[], readonly number[]]>([
    ["ij,jk->ik", [count(2, 3), count(3, 4)], [2, 4], [20, 23, 26, 29, 56, 68, 80, 92]],
    ["ij,jk", [count(2, 3), count(3, 4)], [2, 4], [20, 23, 26, 29, 56, 68, 80, 92]],
    ["ba", [count(2, 3)], [3, 2], [0, 3, 1, 4, 2, 5]],
    ["ij->", [count(2, 3)], [], [15]],
    ["ij->j", [count(2, 3)], [3], [3, 5, 7]],
    ["i,j->ij", [count(3), count(3)], [3, 3], [0, 0, 0, 0, 1, 2, 0, 2, 4]],
    ["i,i", [count(3), count(3)], [], [5]],
    [" ij , ij , ij -> i ", [count(2, 3), count(2, 3), count(2, 3)], [2], [9, 216]],
    ["ij,jk,bjk->bi", [count(2, 3), count(3, 4), count(2, 3, 4)], [2, 2], [858, 2376, 2034, 5928]],
    ["abc,cd,da->b", [count(2, 3, 4), count(4, 2), count(2, 2)], [3], [918, 1286, 1654]],
    ["ii", [count(3, 3)], [], [12]],
    ["ii->i", [count(3, 3)], [3], [0, 4, 8]],
    ["iij->j", [count(3, 3, 3)], [3], [36, 39, 42]],
    ["iji->ij", [count(3, 3, 3)], [3, 3], [0, 3, 6, 10, 13, 16, 20, 23, 26]],
    ["iii->i", [count(3, 3, 3)], [3], [0, 13, 26]],
    ["ii,i->i", [count(3, 3), count(3)], [3], [0, 4, 16]],
    ["...i->...", [count(2, 3, 4)], [2, 3], [6, 22, 38, 54, 70, 86]],
    ["i...->...", [count(2, 3)], [3], [3, 5, 7]],
    ["...ii->...i", [count(3, 3, 3)], [3, 3], [0, 4, 8, 9, 13, 17, 18, 22, 26]],
    ["...", [count(2, 3)], [2, 3], [0, 1, 2, 3, 4, 5]],
    ["i...", [count(2, 3)], [3, 2], [0, 3, 1, 4, 2, 5]],
    ["b...,b...->...", [count(2, 3), count(2, 3)], [3], [9, 17, 29]],
    ["...a,...a->...a", [count(2, 3), count(3)], [2, 3], [0, 1, 4, 0, 4, 10]],
    ["i...j->j...i", [count(2, 3, 4)], [4, 3, 2], [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23]],
    ["ij,jk->ik", [tensor([[1], [1]]), count(3, 4)], [2, 4], [12, 15, 18, 21, 12, 15, 18, 21]],
  ])("%s", async (equation, operands, shape, values) => {
    const result = einsum(equation, ...operands);
    expect(result.shape).toEqual(shape);
    expect(await flat(result)).toEqual(values);
  });

  test("a batch under an ellipsis meets a matrix, and stretches", async () => {
    const product = einsum("...ij,...jk->...ik", count(2, 1, 3, 4), count(1, 2, 4, 2));
    expect(product.shape).toEqual([2, 2, 3, 2]);
    const [a, b] = [count(2, 1, 3, 4), count(1, 2, 4, 2)];
    expect(await flat(product)).toEqual(await flat(a.matmul(b)));
  });
});

test("one operand may have any dtype", async () => {
  const integers = tensor(Int32Array.of(1, 2, 3, 4), [2, 2]);
  expect(await einsum("ij->i", integers).array()).toEqual([3, 7]);
  expect(await einsum("ii->i", integers).array()).toEqual([1, 4]);
});

test("a diagonal is not disturbed by NaN beside it", async () => {
  expect(
    await einsum(
      "ii",
      tensor([
        [1, NaN],
        [NaN, 2],
      ]),
    ).item(),
  ).toBe(3);
});

test("it differentiates: the gradient of a trace is the identity", async () => {
  expect(await grad((x: Tensor) => einsum("ii", x))(count(2, 2)).array()).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("free sizes are labels too", () => {
  const graph = trace(
    (q: Tensor, k: Tensor) => einsum("b...hd,b...Hd->b...hH", q, k),
    [{ shape: ["batch", 8, "time", 16] }, { shape: ["batch", 8, "memory", 16] }],
  );
  expect(printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? [])).toBe("[batch, 8, time, memory]");
  const diagonal = trace((x: Tensor) => einsum("bii->bi", x), [{ shape: ["batch", "n", "n"] }]);
  expect(printShape(diagonal.specs[diagonal.outputs[0] ?? 0]?.shape ?? [])).toBe("[batch, n]");
});

test.each<readonly [string, readonly Tensor[], string]>([
  ["ij,jk->ik", [count(2, 3)], "names 2 operands, received 1."],
  ["ij->i", [count(3)], 'operand 0 has rank 1, its labels are "ij".'],
  ["...ij->i", [count(3)], 'operand 0 has rank 1, its labels are "...ij".'],
  ["ij->ik", [count(2, 3)], 'the result names "k", which no operand has.'],
  ["i->ii", [count(3)], "the result names a label twice."],
  ["ij->i->j", [count(2, 3)], 'expected one "->".'],
  ["i1->i", [count(2, 3)], 'labels are letters, and "..." stands for any number of axes.'],
  ["i..->i", [count(2, 3, 4)], '"i.." has a dot that is not one of a single "...".'],
  ["...i->i", [count(2, 3)], 'the operands have axes under "...", so the result needs it too.'],
  ["ij,jk->ik", [count(2, 3), count(4, 2)], "(label j): expected equal sizes, received 3 and 4."],
  ["ii->i", [count(2, 3)], "(label i): expected equal sizes, received 2 and 3."],
])("%s is refused where it does not fit", (equation, operands, message) => {
  expect(() => einsum(equation, ...operands)).toThrow(`einsum "${equation}"`);
  expect(() => einsum(equation, ...operands)).toThrow(message);
});
