import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { acos, acosh, asin, asinh, atan, atanh, cosh, sinh, tan } from "../functions/math.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";

const slopes = async (f: (x: Tensor) => Tensor, ...x: number[]): Promise<readonly number[]> =>
  Array.from(await grad((v: Tensor) => f(v).sum())(tensor(x)).data(), Number);

const { sqrt, exp, log, PI } = Math;

test.each<readonly [string, (x: Tensor) => Tensor, number, number]>([
  ["exp", (x) => x.exp(), 0.5, exp(0.5)],
  ["log", (x) => x.log(), 0.5, 2],
  ["sqrt", (x) => x.sqrt(), 4, 0.25],
  ["sin", (x) => x.sin(), 0.5, Math.cos(0.5)],
  ["cos", (x) => x.cos(), 0.5, -Math.sin(0.5)],
  ["tan", tan, 0.5, 1 / Math.cos(0.5) ** 2],
  ["asin", asin, 0.5, 1 / sqrt(0.75)],
  ["acos", acos, 0.5, -1 / sqrt(0.75)],
  ["atan", atan, 0.5, 0.8],
  ["sinh", sinh, 0.5, Math.cosh(0.5)],
  ["cosh", cosh, 0.5, Math.sinh(0.5)],
  ["tanh", (x) => x.tanh(), 0.5, 1 - Math.tanh(0.5) ** 2],
  ["asinh", asinh, 0.5, 1 / sqrt(1.25)],
  ["acosh", acosh, 2, 1 / sqrt(3)],
  ["atanh", atanh, 0.5, 4 / 3],
  ["erf", (x) => x.erf(), 0.5, (2 / sqrt(PI)) * exp(-0.25)],
  ["sigmoid", (x) => x.sigmoid(), 0, 0.25],
  ["abs", (x) => x.abs(), -2, -1],
  ["3 / x", (x) => tensor(3).div(x), 2, -0.75],
  ["x % 3", (x) => x.mod(3), 7.5, 1],
  ["7 % x", (x) => tensor(7).mod(x), 3, -2],
  ["x ** 2.5", (x) => x.pow(2.5), 4, 20],
  ["2 ** x", (x) => tensor(2).pow(x), 3, 8 * log(2)],
])("the slope of %s is that of calculus", async (_, f, x, expected) => {
  const [slope = Number.NaN] = await slopes(f, x);
  expect(Math.abs(slope / expected - 1)).toBeLessThan(3e-7);
});

test("a power has no undefined slope where it has a limit: 0² and (−1)², 0⁰", async () => {
  const squared = (x: Tensor): Tensor => x.pow(tensor([2, 2, 2]));
  expect(await slopes(squared, 0, -1, 3)).toEqual([0, -2, 6]);
  expect(await slopes((x) => x.pow(tensor([0])), 0)).toEqual([0]);
  expect(await slopes((b) => tensor([0, -2]).pow(b), 2, 2)).toEqual([0, 0]); // log of what is not positive counts as 0
});

test("the slope of abs is 0 at 0", async () => {
  expect(await slopes((x) => x.abs(), 0)).toEqual([0]);
});
