import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";

const weights = tensor([[1], [10]]);

test("sum and mean hand the cotangent to every element", async () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(await grad((v: Tensor) => v.sum({ axis: 1, keepDims: true }).mul(weights).sum())(x).array()).toEqual([
    [1, 1],
    [10, 10],
  ]);
  expect(await grad((v: Tensor) => v.mean({ axis: 1 }).sum())(x).array()).toEqual([
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
});

test("a product gives each element the product of the others, also beside zeros", async () => {
  const f = (x: Tensor): Tensor => x.prod({ axis: 1 }).sum();
  expect(
    await grad(f)(
      tensor([
        [2, 3, 4],
        [0, 3, 4],
        [0, 0, 4],
      ]),
    ).array(),
  ).toEqual([
    [12, 8, 6],
    [12, 0, 0],
    [0, 0, 0],
  ]);
});

test("a product over several axes and over one element", async () => {
  expect(
    await grad((x: Tensor) => x.prod())(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).array(),
  ).toEqual([
    [24, 12],
    [8, 6],
  ]);
  expect(await grad((x: Tensor) => x.prod({ axis: 0 }).sum())(tensor([[7, 8]])).array()).toEqual([[1, 1]]);
});

test("the largest and smallest elements share the cotangent of their row", async () => {
  const x = tensor([
    [1, 5, 5],
    [2, 2, 2],
  ]);
  const third = Math.fround(10 / 3);
  expect(await grad((v: Tensor) => v.max({ axis: 1, keepDims: true }).mul(weights).sum())(x).array()).toEqual([
    [0, 0.5, 0.5],
    [third, third, third],
  ]);
  expect(await grad((v: Tensor) => v.min({ axis: 1 }).sum())(x).array()).toEqual([
    [1, 0, 0],
    [Math.fround(1 / 3), Math.fround(1 / 3), Math.fround(1 / 3)],
  ]);
});

test("a product over a free number of elements has no gradient, and says so", () => {
  expect(() =>
    trace(
      grad((x: Tensor) => x.prod()),
      [{ shape: ["batch"] }],
    ),
  ).toThrow("prod: its gradient needs a known number of elements along the reduced axes.");
});
