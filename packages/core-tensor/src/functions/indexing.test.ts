import { expect, test } from "vitest";
import { tensor } from "../leaf-tensors.ts";
import { argsort, cumsum, gather, oneHot, scatterAdd, scatterAddAlongAxis, sort, takeAlongAxis, topK } from "./indexing.ts";

const x = tensor([
  [3, 1, 2],
  [0, 5, 5],
]);

test("sort and argsort along any axis, as NumPy's stable sort", async () => {
  expect(await sort(x).array()).toEqual([
    [1, 2, 3],
    [0, 5, 5],
  ]);
  expect(await sort(x, 0).array()).toEqual([
    [0, 1, 2],
    [3, 5, 5],
  ]);
  expect(await argsort(x).array()).toEqual([
    [1, 2, 0],
    [0, 1, 2],
  ]);
  expect(await argsort(x, 0).array()).toEqual([
    [1, 0, 0],
    [0, 1, 1],
  ]);
});

test("descending, equal elements keep their order", async () => {
  expect(await sort(x, 1, { descending: true }).array()).toEqual([
    [3, 2, 1],
    [5, 5, 0],
  ]);
  expect(await argsort(x, 1, { descending: true }).array()).toEqual([
    [0, 2, 1],
    [1, 2, 0],
  ]);
});

test("NaN sorts last, as in NumPy", async () => {
  expect(await sort(tensor([NaN, 1, -Infinity])).array()).toEqual([-Infinity, 1, NaN]);
});

test("topK takes the largest or smallest along any axis, with their positions", async () => {
  const [values, indices] = topK(x, 2);
  expect([await values.array(), await indices.array()]).toEqual([
    [
      [3, 2],
      [5, 5],
    ],
    [
      [0, 2],
      [1, 2],
    ],
  ]);
  const [smallest, rows] = topK(x, 1, { axis: 0, largest: false });
  expect([await smallest.array(), await rows.array()]).toEqual([[[0, 1, 2]], [[1, 0, 0]]]);
});

test("topK of more elements than there are is refused", () => {
  expect(() => topK(x, 4)).toThrow("topK: cannot take the 4 largest of float32[2, 3].");
  expect(() => topK(x, 3, { axis: 0, largest: false })).toThrow("topK: cannot take the 3 smallest of float32[3, 2].");
});

test("gather replaces an axis by the shape of the indices", async () => {
  const indices = tensor(Int32Array.of(1, 0, 1, 1), [2, 2]);
  expect(await gather(x, indices).array()).toEqual([
    [
      [0, 5, 5],
      [3, 1, 2],
    ],
    [
      [0, 5, 5],
      [0, 5, 5],
    ],
  ]);
  expect(gather(x, indices, 1).shape).toEqual([2, 2, 2]);
});

test("takeAlongAxis picks one element per position", async () => {
  expect(await takeAlongAxis(x, argsort(x)).array()).toEqual(await sort(x).array());
});

test("scatterAdd and scatterAddAlongAxis add, repeated positions too", async () => {
  const rows = scatterAdd(tensor([[0], [10]]), tensor(Int32Array.of(1, 1)), tensor([[1], [2]]));
  expect(await rows.array()).toEqual([[0], [13]]);
  const along = scatterAddAlongAxis(tensor([[0, 0]]), tensor(Int32Array.of(1, 1, 0), [1, 3]), tensor([[1, 2, 4]]));
  expect(await along.array()).toEqual([[4, 3]]);
});

test("indices must be int32", () => {
  expect(() => gather(x, tensor([0, 1]))).toThrow("gather: expected int32 indices, received float32[2]. Cast them first.");
});

test("oneHot adds an axis; labels out of range give zeros", async () => {
  expect(await oneHot(tensor(Int32Array.of(1, 3, -1)), 3).array()).toEqual([
    [0, 1, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(oneHot(tensor(Int32Array.of(1)), 2, "bool").dtype).toBe("bool");
});

test("cumsum along an axis, exclusive and from the end", async () => {
  const m = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(await cumsum(m, 0).array()).toEqual([
    [1, 2],
    [4, 6],
  ]);
  expect(await cumsum(m, 1, { exclusive: true }).array()).toEqual([
    [0, 1],
    [0, 3],
  ]);
  expect(await cumsum(m, 1, { reverse: true }).array()).toEqual([
    [3, 2],
    [7, 4],
  ]);
});

test("an axis that is not there is refused by every function", () => {
  const indices = tensor(Int32Array.of(0));
  const calls = [() => gather(x, indices, 2), () => sort(x, 2), () => argsort(x, -3), () => topK(x, 1, { axis: 2 }), () => cumsum(x, 2)];
  for (const call of calls) expect(call).toThrow(/axis (2|-3) is out of range for a tensor of rank 2/);
});
