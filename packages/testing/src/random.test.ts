import {
  bernoulli,
  categorical,
  dropout,
  normal,
  permutation,
  randomKey,
  splitKey,
  tensor,
  truncatedNormal,
  uniform,
} from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";

const count = 40_000;

describe("uniform", () => {
  test("has the moments of U(0, 1) and fills [0, 1) evenly", async () => {
    const values = await numbers(uniform(randomKey(1), [count]));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expectMoments(values, 0.5, Math.sqrt(1 / 12));
    const bins = Array.from({ length: 20 }, (_, i) => values.filter((value) => Math.floor(value * 20) === i).length);
    expect(chiSquare(bins, count / 20)).toBeLessThan(43.8); // the 0.999 quantile of chi-square with 19 degrees of freedom
  });

  test("keeps to its limits", async () => {
    const values = await numbers(uniform(randomKey(2), [1000], -3, 5));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...values)).toBeLessThan(5);
  });

  test("neighbouring numbers and the numbers of split keys are not correlated", async () => {
    const values = await numbers(uniform(randomKey(3), [count]));
    const [first, second] = await Promise.all(splitKey(randomKey(3)).map((key) => numbers(uniform(key, [count]))));
    const limit = 4 / Math.sqrt(count); // four standard deviations of a correlation of independent samples
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(first ?? [], second ?? []))).toBeLessThan(limit);
  });

  test("one key gives the same numbers, other seeds others", async () => {
    const draw = (seed: number): Promise<readonly number[]> => numbers(uniform(randomKey(seed), [5]));
    expect(await draw(4)).toEqual(await draw(4));
    expect(await draw(4)).not.toEqual(await draw(5));
  });
});

test("normal has the moments and tails of N(2, 0.5)", async () => {
  const values = await numbers(normal(randomKey(1), [count], 2, 0.5));
  expectMoments(values, 2, 0.5);
  const within = values.filter((value) => Math.abs(value - 2) < 0.5).length / count;
  expect(Math.abs(within - 0.6827)).toBeLessThan(4 * Math.sqrt((0.6827 * 0.3173) / count)); // P(|z| < 1)
  expect(values.every(Number.isFinite)).toBe(true);
});

test("truncated normal stays within two standard deviations and has their spread", async () => {
  const values = await numbers(truncatedNormal(randomKey(1), [count], 1, 0.5));
  expect(Math.max(...values.map((value) => Math.abs(value - 1)))).toBeLessThanOrEqual(1);
  expectMoments(values, 1, 0.5 * 0.8796256610342398); // scipy.stats.truncnorm(-2, 2).std()
});

test("bernoulli is true at its rate, and never or always at the ends", async () => {
  const rate = mean(await numbers(bernoulli(randomKey(1), [count], 0.3)));
  expect(Math.abs(rate - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / count));
  expect(mean(await numbers(bernoulli(randomKey(1), [1000], 0)))).toBe(0);
  expect(mean(await numbers(bernoulli(randomKey(1), [1000], 1)))).toBe(1);
});

test("a permutation holds every position once, and every order of three is equally likely", async () => {
  const long = await numbers(permutation(randomKey(1), 1000));
  expect(long.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  const orders = await Promise.all(Array.from({ length: 1200 }, async (_, i) => (await numbers(permutation(randomKey(i), 3))).join("")));
  const counts = ["012", "021", "102", "120", "201", "210"].map((order) => orders.filter((found) => found === order).length);
  expect(chiSquare(counts, 200)).toBeLessThan(20.5); // the 0.999 quantile of chi-square with 5 degrees of freedom
});

test("categorical draws classes with the probabilities of softmax", async () => {
  const logits = tensor([0, Math.log(2), Math.log(5), -Infinity]).broadcastTo([count, 4]);
  const classes = await numbers(categorical(randomKey(1), logits));
  [1 / 8, 2 / 8, 5 / 8, 0].forEach((probability, i) => {
    const share = classes.filter((value) => value === i).length / count;
    expect(Math.abs(share - probability)).toBeLessThanOrEqual(4 * Math.sqrt((probability * (1 - probability)) / count));
  });
});

test("dropout zeroes at its rate and scales the rest, so that the mean stays", async () => {
  const values = await numbers(dropout(randomKey(1), tensor(new Float32Array(count).fill(3)), 0.25));
  expect([...new Set(values)].toSorted((a, b) => a - b)).toEqual([0, 4]);
  expect(Math.abs(mean(values) - 3)).toBeLessThan(4 * 3 * Math.sqrt(0.25 / 0.75 / count));
});

const numbers = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** Within four standard errors. */
function expectMoments(values: readonly number[], expectedMean: number, expectedDeviation: number): void {
  expect(Math.abs(mean(values) - expectedMean)).toBeLessThan((4 * expectedDeviation) / Math.sqrt(values.length));
  expect(Math.abs(deviation(values) / expectedDeviation - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return mean(a.map((value, i) => (value - meanA) * ((b[i] ?? 0) - meanB))) / (deviation(a) * deviation(b));
}

const chiSquare = (counts: readonly number[], expected: number): number =>
  counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
