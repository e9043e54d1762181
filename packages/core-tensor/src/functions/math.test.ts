import { describe, expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";
import { erfInverse } from "./erf-inverse.ts";
import { atan2, bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor, clip, expm1, log1p, shiftLeft, shiftRight } from "./math.ts";

const numbers = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);
const { PI } = Math;

/** The very number (NaN, infinity, the zero with its sign), or one that is relatively close. */
const near = (expected: number, tolerance: number) => (value: number) =>
  Object.is(value, expected) || Math.abs(value / expected - 1) < tolerance;

describe("atan2", () => {
  test.each([
    [0, 1, 0],
    [-0, 1, -0],
    [0, -1, PI],
    [-0, -1, -PI],
    [0, 0, 0],
    [-0, 0, -0],
    [0, -0, PI],
    [-0, -0, -PI],
    [1, 0, PI / 2],
    [-1, -0, -PI / 2],
    [1, 1, PI / 4],
    [1, -1, (3 * PI) / 4],
    [-1, -1, (-3 * PI) / 4],
    [-1, 1, -PI / 4],
    [2, -3, 2.5535900500422257],
    [Infinity, Infinity, PI / 4],
    [Infinity, -Infinity, (3 * PI) / 4],
    [-Infinity, Infinity, -PI / 4],
    [-Infinity, -Infinity, (-3 * PI) / 4],
    [Infinity, 1, PI / 2],
    [1, Infinity, 0],
    [1, -Infinity, PI],
    [NaN, 1, NaN],
    [0, NaN, NaN],
  ])("of (%d, %d) is %d, numbers of NumPy", async (y, x, expected) => {
    const angle = await atan2(tensor([y]), tensor([x])).item();
    expect(angle).toSatisfy(near(expected, 2e-7));
  });

  test("has the gradient (x, −y) / (x² + y²), on the axes too", async () => {
    const slope = grad(({ y, x }: { y: Tensor; x: Tensor }) => atan2(y, x).sum());
    const { y, x } = slope({ y: tensor([3, 1, 0]), x: tensor([4, 0, -2]) });
    expect([await numbers(y), await numbers(x)]).toEqual([[4 / 25, 0, -0.5].map(Math.fround), [-3 / 25, -1, -0].map(Math.fround)]);
  });

  test("stretches, and its gradient sums back", async () => {
    const slope = grad((y: Tensor) => atan2(y, tensor([1, -1])).sum())(tensor(1));
    expect(await slope.item()).toBe(0.5 - 0.5);
  });
});

describe("erfInverse", () => {
  test.each([
    [0, 0],
    [1e-6, 8.862269254529899e-7],
    [0.1, 0.08885599049425769],
    [0.5, 0.4769362762044699],
    [0.9, 1.1630871536766743],
    [0.99, 1.8213863677184496],
    [-0.75, -0.8134198475976184],
  ])("of %d is %d, numbers of scipy.special.erfinv", async (x, expected) => {
    expect(Math.abs((await erfInverse(tensor([x])).item()) - expected)).toBeLessThanOrEqual(4e-7 * Math.abs(expected));
  });

  test("is infinite at ±1 and undefined beyond", async () => {
    expect(await numbers(erfInverse(tensor([1, -1, 1.5, NaN])))).toEqual([Infinity, -Infinity, NaN, NaN]);
  });

  test("undoes erf", async () => {
    const x = [-2, -0.3, 0, 0.7, 1.5];
    const back = await numbers(erfInverse(tensor(x).erf()));
    back.forEach((value, i) => expect(value).toBeCloseTo(x[i] ?? 0, 4));
  });

  test("has the gradient √π/2 · exp(y²)", async () => {
    const slope = await grad((x: Tensor) => erfInverse(x).sum())(tensor([0, 0.5])).data();
    expect(slope[0]).toBeCloseTo(Math.sqrt(PI) / 2, 6);
    expect(slope[1]).toBeCloseTo((Math.sqrt(PI) / 2) * Math.exp(0.4769362762044699 ** 2), 5);
  });
});

test.each([
  [log1p, [1e-8, 1e-4, -0.5, -0, Infinity], [9.99999993922529e-9, 9.999499889090657e-5, -0.6931471824645996, -0, Infinity]],
  [expm1, [1e-8, 1e-4, -0.5, -0, -Infinity], [9.99999993922529e-9, 0.00010000499605666846, -0.39346933364868164, -0, -1]],
] as const)("near 0 nothing is lost (%o), numbers of NumPy's float32", async (f, x, expected) => {
  const values = await numbers(f(tensor(x)));
  values.forEach((value, i) => expect(value).toSatisfy(near(expected[i] ?? 0, 3e-7)));
});

test("log1p is −∞ at −1 and undefined below", async () => {
  expect(await numbers(log1p(tensor([-1, -2])))).toEqual([-Infinity, NaN]);
});

describe("clip", () => {
  test("limits elements, keeps NaN, and keeps integers integers", async () => {
    expect(await numbers(clip(tensor([-2, 0.5, 7, NaN]), 0, 6))).toEqual([0, 0.5, 6, NaN]);
    const integers = clip(tensor(Int32Array.of(-2, 3, 9)), 0, 6);
    expect([integers.dtype, await numbers(integers)]).toEqual(["int32", [0, 3, 6]]);
  });

  test("lets the gradient through between the limits and on them", async () => {
    expect(await numbers(grad((x: Tensor) => clip(x, 0, 6).sum())(tensor([-1, 0, 3, 6, 7])))).toEqual([0, 1, 1, 1, 0]);
  });
});

test("bits of unsigned integers", async () => {
  const a = tensor(Uint32Array.of(0b1100, 0xffff_ffff));
  const results = [bitwiseAnd(a, 0b1010), bitwiseOr(a, 0b1010), bitwiseXor(a, 0b1010), bitwiseNot(a), shiftLeft(a, 4), shiftRight(a, 2)];
  expect(await Promise.all(results.map(numbers))).toEqual([
    [0b1000, 0b1010],
    [0b1110, 0xffff_ffff],
    [0b0110, 0xffff_fff5],
    [0xffff_fff3, 0],
    [0b1100_0000, 0xffff_fff0],
    [0b11, 0x3fff_ffff],
  ]);
});
