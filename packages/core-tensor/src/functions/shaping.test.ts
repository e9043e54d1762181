import { describe, expect, test } from "vitest";
import { tensor } from "../leaf-tensors.ts";
import { printShape } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import {
  concat,
  eye,
  flip,
  full,
  iota,
  linspace,
  moveAxis,
  ones,
  onesLike,
  pad,
  range,
  reindex,
  size,
  sliceAxis,
  split,
  stack,
  swapAxes,
  tile,
  where,
  zeros,
  zerosLike,
} from "./shaping.ts";

const m = tensor([
  [1, 2],
  [3, 4],
]);
const cube = zeros([2, 3, 4]);

describe("making", () => {
  test("full, zeros and ones of a shape and dtype", async () => {
    expect(await full([2], 7).array()).toEqual([7, 7]);
    expect([full([1], true).dtype, zeros([2], "int32").dtype, ones([]).dtype]).toEqual(["bool", "int32", "float32"]);
    expect([zerosLike(m).shape, await onesLike(tensor(Int32Array.of(5))).array()]).toEqual([[2, 2], [1]]);
  });

  test("range as NumPy's arange", async () => {
    expect(await range(1, 10, 3).array()).toEqual([1, 4, 7]);
    expect(await range(5, 0, -2).array()).toEqual([5, 3, 1]);
    expect(await range(3, 3).array()).toEqual([]);
    expect(await range(0, 1, 0.25, "float32").array()).toEqual([0, 0.25, 0.5, 0.75]);
  });

  test("range refuses a step of 0, and fractions that integers cannot hold", () => {
    expect(() => range(0, 1, 0)).toThrow("range: the step must not be 0.");
    expect(() => range(0, 1, 0.25)).toThrow("0.25 does not fit int32, the dtype of the other side. Cast that to float32 first.");
  });

  test("linspace holds both ends", async () => {
    expect(await linspace(0, 1, 5).array()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([await linspace(2, 3, 1).array(), await linspace(2, 3, 0).array()]).toEqual([[2], []]);
  });

  test("eye, on other diagonals too", async () => {
    expect(await eye(2, 3, 1).array()).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(await eye(2, 2, -1, "int32").array()).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  test("iota counts", async () => {
    expect(await iota(3, "float32").array()).toEqual([0, 1, 2]);
  });
});

describe("joining and cutting", () => {
  test("concat along an axis, stack along a new one", async () => {
    expect(await concat([m, tensor([[5], [6]])], -1).array()).toEqual([
      [1, 2, 5],
      [3, 4, 6],
    ]);
    expect(await stack([tensor([1, 2]), tensor([3, 4])]).array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await stack([tensor([1, 2]), tensor([3, 4])], -1).array()).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test("one tensor joined alone is itself", () => {
    expect(concat([m], 1)).toBe(m);
  });

  test("what does not join is refused", () => {
    expect(() => concat([])).toThrow("concat: expected at least one tensor, received none.");
    expect(() => concat([m], 2)).toThrow("concat: axis 2 is out of range for a tensor of rank 2.");
    expect(() => concat([m, tensor([1])])).toThrow("concat: float32[2, 2] and float32[1] differ in dtype or rank.");
    expect(() => concat([m, zeros([2, 3])])).toThrow("expected equal sizes, received 3 and 2.");
    expect(() => stack([])).toThrow("stack: expected at least one tensor, received none.");
    expect(() => stack([m, zeros([2, 3])])).toThrow("stack: expected tensors of one shape, received float32[2, 2] and float32[2, 3].");
  });

  test("split into equal parts or sizes, as NumPy's split at [2, 3]", async () => {
    const six = range(0, 6);
    expect(await Promise.all(split(six, 3).map((part) => part.array()))).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(await Promise.all(split(six, [2, 1, 3]).map((part) => part.array()))).toEqual([[0, 1], [2], [3, 4, 5]]);
    expect(split(cube, 2, -1).map(({ shape }) => shape)).toEqual([
      [2, 3, 2],
      [2, 3, 2],
    ]);
  });

  test.each([
    [4, "split: 6 is not divisible into 4 parts. Give their sizes."],
    [0, "split: 6 is not divisible into 0 parts."],
    [[2, 3], "split: sizes [2, 3] do not add up to 6."],
    [[7, -1], "split: sizes [7, -1] do not add up to 6."],
  ])("6 elements are not split into %j", (parts, message) => {
    expect(() => split(range(0, 6), parts)).toThrow(message);
  });

  test("a free size is not split", () => {
    expect(() => trace((x: Tensor) => split(x, 2), [{ shape: ["batch"] }])).toThrow("split: axis 0 of [batch] has no known size.");
  });

  test("slices follow Python's rules", async () => {
    const ten = range(0, 10);
    expect(await ten.slice([-3]).array()).toEqual([7, 8, 9]);
    expect(await ten.slice([1], [-1], [3]).array()).toEqual([1, 4, 7]);
    expect(await ten.slice([8], [99]).array()).toEqual([8, 9]);
    expect(await ten.slice([5], [2]).array()).toEqual([]);
    expect(await sliceAxis(m, -1, 1, null).array()).toEqual([[2], [4]]);
    expect(() => ten.slice([0, 0])).toThrow("slice: [10] has only 1 axes.");
    expect(() => ten.slice([0], [5], [0])).toThrow("slice: 0:5:0 does not fit axis 0 of int32[10].");
  });

  test("slices of free sizes stay formulas", () => {
    const shapeOf = (fn: (x: Tensor) => Tensor): string => {
      const graph = trace(fn, [{ shape: ["time"] }]);
      return printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? []);
    };
    expect(shapeOf((x) => x.slice([1], [-1]))).toBe("[time - 2]");
    expect(shapeOf((x) => x.slice([0], [], [2]))).toBe("[floor((time + 1) / 2)]");
    expect(() => shapeOf((x) => x.slice([-1]))).toThrow("slice: a start counted from the back needs a known size, received [time].");
  });
});

describe("arranging", () => {
  test("pad and tile, numbers of NumPy", async () => {
    expect(
      await pad(
        tensor([[1, 2]]),
        [
          [1, 0],
          [0, 2],
        ],
        9,
      ).array(),
    ).toEqual([
      [9, 9, 9, 9],
      [1, 2, 9, 9],
    ]);
    expect(await pad(tensor([1, 2, 3]), [[-1, 1]]).array()).toEqual([2, 3, 0]);
    expect(await tile(m, [2, 1]).array()).toEqual([
      [1, 2],
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(await tile(tensor([1, 2]), [2]).array()).toEqual([1, 2, 1, 2]);
  });

  test("pad and tile want something for every axis", () => {
    expect(() => pad(m, [[1, 1]])).toThrow("pad: expected [before, after] for the 2 axes of float32[2, 2], received 1.");
    expect(() => pad(tensor([1]), [[-1, -1]])).toThrow("pad: takes more than axis 0 of float32[1] has.");
    expect(() => tile(m, [2])).toThrow("tile: expected 2 repeats for [2, 2], received 1.");
  });

  test("flip along all axes or some", async () => {
    expect(await flip(m).array()).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(await flip(m, 0).array()).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  test("axes move as NumPy's moveaxis and swapaxes", () => {
    expect([moveAxis(cube, 0, -1).shape, moveAxis(cube, -1, 0).shape, moveAxis(cube, 1, 1).shape]).toEqual([
      [3, 4, 2],
      [4, 2, 3],
      [2, 3, 4],
    ]);
    expect([swapAxes(cube, 0, -1).shape, cube.transpose().shape]).toEqual([
      [4, 3, 2],
      [4, 3, 2],
    ]);
    expect(() => moveAxis(cube, 0, 3)).toThrow("moveAxis: axis 3 is out of range for a tensor of rank 3. Expected -3 to 2.");
    expect(() => cube.transpose([0, 1, 1])).toThrow("transpose: [0, 1, 1] is not a permutation of the 3 axes of float32[2, 3, 4].");
    expect(() => cube.transpose([0, 1])).toThrow("is not a permutation of the 3 axes");
  });

  test("axes of size 1 come and go", () => {
    expect([m.expandDims(-1).shape, m.expandDims(0).shape]).toEqual([
      [2, 2, 1],
      [1, 2, 2],
    ]);
    expect([zeros([1, 2, 1]).squeeze().shape, zeros([1, 2, 1]).squeeze(-1).shape]).toEqual([[2], [1, 2]]);
    expect(() => m.squeeze(0)).toThrow("squeeze: axis 0 of float32[2, 2] does not have size 1.");
  });

  test("what changes nothing is the tensor itself", () => {
    expect([m.reshape([2, 2]), m.broadcastTo([2, 2]), m.cast("float32"), m.transpose([0, 1])].every((x) => x === m)).toBe(true);
  });

  test("reindex takes rows by number, -1 gives zeros", async () => {
    expect(await reindex(m, [1, -1, 1]).array()).toEqual([
      [3, 4],
      [0, 0],
      [3, 4],
    ]);
  });

  test("where takes the dtype of its tensors, of its literals otherwise", async () => {
    const test = tensor([true, false]);
    expect([where(test, 1, 2).dtype, where(test, true, false).dtype, where(test, tensor(Int32Array.of(1, 2)), 0).dtype]).toEqual([
      "float32",
      "bool",
      "int32",
    ]);
    expect(await where(test, tensor([1, 2]), -1).array()).toEqual([1, -1]);
    expect(() => where(tensor([1, 0]), 1, 2)).toThrow("where (condition): expected bool, received float32[2]. Cast it first.");
  });

  test("the size of all axes or some", async () => {
    expect(await size(cube).item()).toBe(24);
    expect([await size(cube, [0, 2]).item(), size(cube, 0, "float32").dtype]).toEqual([8, "float32"]);
  });
});
