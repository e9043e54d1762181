import { expect, test } from "vitest";
import { isSuffix, mergeBroadcast, mergeMarked, mergePermutation, swapsMatrices } from "./shapes.ts";

test("operands of equal shape become one axis, a scalar none", () => {
  expect(mergeBroadcast([2, 3, 4], [2, 3, 4], [2, 3, 4])).toEqual({ a: [24], b: [24], out: [24] });
  expect(mergeBroadcast([2, 3, 4], [], [2, 3, 4])).toEqual({ a: [24], b: [], out: [24] });
  expect(mergeBroadcast([1, 1], [1], [1, 1])).toEqual({ a: [], b: [], out: [] });
});

test("neighbouring axes that stretch alike merge", () => {
  expect(mergeBroadcast([2, 3, 4, 5], [4, 5], [2, 3, 4, 5])).toEqual({ a: [6, 20], b: [20], out: [6, 20] });
  expect(mergeBroadcast([2, 3, 1, 1], [1, 1, 4, 5], [2, 3, 4, 5])).toEqual({ a: [6, 1], b: [20], out: [6, 20] });
  expect(mergeBroadcast([2, 1, 4], [2, 3, 4], [2, 3, 4])).toEqual({ a: [2, 1, 4], b: [2, 3, 4], out: [2, 3, 4] });
});

test("a suffix repeats as a whole", () => {
  expect(isSuffix([4], [3, 4])).toBe(true);
  expect(isSuffix([], [3, 4])).toBe(true);
  expect(isSuffix([3, 1], [3, 4])).toBe(false);
});

test("neighbouring axes that are reduced together merge", () => {
  expect(mergeMarked([2, 3, 4, 5], [1, 2])).toEqual({ shape: [2, 12, 5], axes: [1] });
  expect(mergeMarked([2, 3, 4], [0, 1, 2])).toEqual({ shape: [24], axes: [0] });
  expect(mergeMarked([2, 3, 4], [])).toEqual({ shape: [24], axes: [] });
});

test("a permutation keeps neighbours together and drops axes of size 1", () => {
  expect(mergePermutation([2, 3, 4, 5], [2, 3, 0, 1])).toEqual({ shape: [6, 20], permutation: [1, 0] });
  expect(mergePermutation([2, 1, 3], [2, 1, 0])).toEqual({ shape: [2, 3], permutation: [1, 0] });
  expect(mergePermutation([2, 3, 4], [0, 2, 1])).toEqual({ shape: [2, 3, 4], permutation: [0, 2, 1] });
  expect(mergePermutation([1, 5, 1], [1, 0, 2])).toEqual({ shape: [5], permutation: [0] });
});

test("a swap of the last two axes is what the flags of a matrix product undo", () => {
  expect(swapsMatrices([1, 0])).toBe(true);
  expect(swapsMatrices([0, 2, 1])).toBe(true);
  expect(swapsMatrices([2, 1, 0])).toBe(false);
  expect(swapsMatrices([0, 1, 2])).toBe(false);
});
