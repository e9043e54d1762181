import { eye, randomKey } from "@tidu/core-tensor";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { fans } from "./fans.ts";
import type { InitializerName } from "./to-initializer.ts";
import { factories, toInitializer } from "./to-initializer.ts";

interface Case {
  readonly name: string;
  readonly options: Readonly<Record<string, number | string>>;
}

interface Distribution extends Case {
  readonly shape: readonly number[];
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number;
  readonly stddev: number;
  readonly quantiles: readonly number[];
}

interface Fixture {
  readonly fans: readonly { readonly shape: readonly number[]; readonly fanIn: number; readonly fanOut: number }[];
  readonly fixed: readonly (Case & { readonly values: FixtureTensor })[];
  readonly probabilities: readonly number[];
  readonly random: readonly Distribution[];
  readonly orthogonal: readonly (Case & { readonly shape: readonly number[]; readonly gram: FixtureTensor })[];
}

const fixture = loadFixture<Fixture>("initializers");
const key = randomKey(7);
const title = ({ name, options }: Case): string => `${name} ${JSON.stringify(options)}`;

test("fans count as in Keras", () => {
  for (const { shape, fanIn, fanOut } of fixture.fans) expect(fans(shape)).toEqual({ fanIn, fanOut });
  expect(fans([2, 3, 5], { inputAxes: [0], outputAxes: [1, 2] })).toEqual({ fanIn: 2, fanOut: 15 });
  expect(() => fans([2, 3], { inputAxes: [0] })).toThrow(/both inputAxes and outputAxes/);
});

describe("fixed values", () => {
  for (const item of fixture.fixed) {
    test(`values of ${title(item)}`, async () => {
      const values = toInitializer({ kind: item.name, options: item.options })(key, item.values.shape);
      expect(differenceOf(await values.value(), fixtureTensor(item.values))).toBeUndefined();
    });
  }
});

describe("distributions", () => {
  for (const item of fixture.random) {
    test(`values of ${title(item)}`, async () => {
      const values = await toInitializer({ kind: item.name, options: item.options })(key, item.shape).data();
      const sorted = Float64Array.from(values, Number).toSorted();
      const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
      const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
      expect(sorted[0]).toBeGreaterThanOrEqual((item.low ?? -Infinity) - 1e-6);
      expect(sorted.at(-1)).toBeLessThanOrEqual((item.high ?? Infinity) + 1e-6);
      expect(Math.abs(mean - item.mean)).toBeLessThan(0.015 * item.stddev); // five standard errors of 120,000 numbers
      expect(Math.abs(deviation / item.stddev - 1)).toBeLessThan(0.01);
      for (const [i, probability] of fixture.probabilities.entries()) {
        const quantile = sorted[Math.floor(probability * sorted.length)] ?? NaN;
        expect(Math.abs(quantile - (item.quantiles[i] ?? NaN))).toBeLessThan(0.03 * item.stddev);
      }
    });
  }
});

describe("orthogonal", () => {
  for (const item of fixture.orthogonal) {
    test(`${title(item)} ${item.shape.join("x")}`, async () => {
      const columns = item.shape.at(-1) ?? 1;
      const m = toInitializer({ kind: item.name, options: item.options })(key, item.shape).reshape([-1, columns]);
      const wide = Number(m.shape[0]) < columns;
      const gram = wide ? m.matmul(m.transpose()) : m.transpose().matmul(m);
      expect(differenceOf(await gram.value(), fixtureTensor(item.gram))).toBeUndefined();
    });
  }

  test("large matrices are orthogonal to rounding", async () => {
    const q = factories.orthogonal()(key, [150, 200]);
    const error = q.matmul(q.transpose()).sub(eye(150)).abs().max();
    expect(await error.item()).toBeLessThan(1e-6);
  });

  test("every direction is as likely: the mean of Q over many keys is 0", async () => {
    const make = factories.orthogonal();
    const draws = await Promise.all(Array.from({ length: 400 }, (_, seed) => make(randomKey(seed), [2, 2]).data()));
    for (const position of [0, 1, 2, 3]) {
      const mean = draws.reduce((sum, q) => sum + Number(q[position]), 0) / draws.length;
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(0.5 / draws.length)); // an element of Q has variance 1 / 2
    }
  });
});

test("the key decides, and a seed takes its place", async () => {
  const shape = [3, 2];
  for (const name of Object.keys(factories).filter((one) => one !== "stft") as InitializerName[]) {
    const [first, again] = await Promise.all([toInitializer(name)(key, shape).data(), toInitializer(name)(key, shape).data()]);
    expect(again).toEqual(first);
  }

  const seeded = factories.glorotUniform({ seed: 1 });
  expect(await seeded(randomKey(2), shape).data()).toEqual(await seeded(randomKey(3), shape).data());
  const unseeded = factories.glorotUniform();
  expect(await unseeded(randomKey(2), shape).data()).not.toEqual(await unseeded(randomKey(3), shape).data());
});

test("bad options and shapes are refused", () => {
  expect(() => factories.identity()(key, [2])).toThrow(/expected the shape of a matrix, received \[2\]/);
  expect(() => factories.orthogonal()(key, [2])).toThrow(/expected a shape of two or more axes/);
  expect(() => factories.stft()(key, [3, 2])).toThrow(/expected the shape \[frame length, channels, frequencies\], received \[3, 2\]/);
  // @ts-expect-error: not a window
  expect(() => factories.stft({ window: "han" })).toThrow(/did you mean "hann"/);
  expect(() => factories.varianceScaling({ scale: 0 })).toThrow(/expected a scale above 0/);
  // @ts-expect-error: not a mode
  expect(() => factories.varianceScaling({ mode: "fan_in" })).toThrow(/expected mode "fanIn" or "fanOut" or "fanAvg", received "fan_in"/);
  // @ts-expect-error: not an option
  expect(() => factories.randomNormal({ std: 1 })).toThrow(/randomNormal: there is no option "std"/);
  // @ts-expect-error: not a name
  expect(() => toInitializer("glorot_uniform", "dense: kernelInitializer")).toThrow(/did you mean "glorotUniform"/);
});
