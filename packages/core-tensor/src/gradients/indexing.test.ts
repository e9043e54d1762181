import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { cumsum, gather, scatterAdd, scatterAddAlongAxis, sort, takeAlongAxis, topK } from "../functions/indexing.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";

const weights = tensor([1, 10, 100]);
const x = tensor([3, 1, 2]);
const twice = tensor(Int32Array.of(2, 0, 2));
const slope = (f: (x: Tensor) => Tensor) => grad((v: Tensor) => f(v).mul(weights).sum())(x).array();

test("picked elements get what arrives at each of their copies", async () => {
  expect(await slope((v) => gather(v, twice))).toEqual([10, 0, 101]);
  expect(await slope((v) => takeAlongAxis(v, twice))).toEqual([10, 0, 101]);
});

test("added elements get what arrives where they went, and so does what they were added to", async () => {
  expect(await slope((v) => scatterAdd(tensor([0, 0, 0]), twice, v))).toEqual([100, 1, 100]);
  expect(await slope((v) => scatterAddAlongAxis(tensor([0, 0, 0]), twice, v))).toEqual([100, 1, 100]);
  expect(await slope((v) => scatterAdd(v, twice, tensor([1, 1, 1])))).toEqual([1, 10, 100]);
});

test("a running sum sends back a running sum from the other end", async () => {
  expect(await slope((v) => cumsum(v))).toEqual([111, 110, 100]);
  expect(await slope((v) => cumsum(v, 0, { exclusive: true }))).toEqual([110, 100, 0]);
  expect(await slope((v) => cumsum(v, 0, { reverse: true }))).toEqual([1, 11, 111]);
});

test("sorted elements get the cotangent of their place", async () => {
  expect(await slope((v) => sort(v))).toEqual([100, 1, 10]);
  expect(await grad((v: Tensor) => topK(v, 1)[0].sum())(x).array()).toEqual([1, 0, 0]);
});
