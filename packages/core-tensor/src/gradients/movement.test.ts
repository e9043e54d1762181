import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { concat, flip, pad, reindex } from "../functions/shaping.ts";
import { tensor } from "../leaf-tensors.ts";
import { printShape } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";

/** The gradient of the sum of results, each weighted by its position: 1, 2, 3, … */
const weighted = (f: (x: Tensor) => Tensor, x: Tensor) =>
  grad((v: Tensor) => {
    const flat = f(v).reshape([-1]);
    return flat.mul(tensor(Float32Array.from({ length: Number(flat.shape[0]) }, (_, i) => i + 1))).sum();
  })(x).array();

const five = tensor([0, 0, 0, 0, 0]);
const m = tensor([
  [0, 0],
  [0, 0],
]);

test("a slice with steps goes back to the places it was taken from", async () => {
  expect(await weighted((x) => x.slice([1], [], [2]), five)).toEqual([0, 1, 0, 2, 0]);
  expect(await weighted((x) => x.slice([0], [], [3]), five)).toEqual([1, 0, 0, 2, 0]);
  expect(await weighted((x) => x.slice([0, 1]), m)).toEqual([
    [0, 1],
    [0, 2],
  ]);
});

test("an empty slice gives zeros", async () => {
  expect(await grad((x: Tensor) => x.slice([2], [2]).sum())(five).array()).toEqual([0, 0, 0, 0, 0]);
});

test("a transpose is undone, a flip flipped back, padding cut off", async () => {
  expect(await weighted((x) => x.transpose(), m)).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(await weighted((x) => flip(x, 1), m)).toEqual([
    [2, 1],
    [4, 3],
  ]);
  expect(await weighted((x) => pad(x, [[1, 2]]), five)).toEqual([2, 3, 4, 5, 6]);
  expect(await weighted((x) => pad(x, [[-1, 1]]), five)).toEqual([0, 1, 2, 3, 4]);
});

test("joined tensors get their parts", async () => {
  expect(await weighted((x) => concat([x.slice([3]), x.slice([0], [2])]), five)).toEqual([3, 4, 0, 1, 2]);
});

test("rows used once move back, repeated rows add up", async () => {
  expect(await weighted((x) => reindex(x, [4, -1, 0]), five)).toEqual([3, 0, 0, 0, 1]);
  expect(await weighted((x) => reindex(x, [1, -1, 1]), five)).toEqual([0, 4, 0, 0, 0]);
});

test("free sizes keep their names", () => {
  const graph = trace(
    grad((x: Tensor) => x.slice([1], [-1]).square().sum()),
    [{ shape: ["time", 3] }],
  );
  expect(printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? [])).toBe("[time, 3]");
});
