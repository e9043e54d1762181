import { namedDim, ones, randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { input } from "../core/input.ts";
import type { Layer } from "../layer.ts";
import { alphaDropout } from "./alpha-dropout.ts";
import { dropout } from "./dropout.ts";
import { gaussianDropout } from "./gaussian-dropout.ts";
import { gaussianNoise } from "./gaussian-noise.ts";

const training = { training: true, key: randomKey(1) };
const values = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);
const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
const deviation = (list: readonly number[]): number => Math.sqrt(mean(list.map((value) => (value - mean(list)) ** 2)));

const all: Readonly<Record<string, Layer>> = {
  dropout: dropout({ rate: 0.25 }),
  alphaDropout: alphaDropout({ rate: 0.25 }),
  gaussianDropout: gaussianDropout({ rate: 0.25 }),
  gaussianNoise: gaussianNoise({ stddev: 0.5 }),
};

describe("layers that draw", () => {
  for (const [kind, layer] of Object.entries(all)) {
    test(`${kind}: nothing changes outside training, the key decides in it`, async () => {
      const x = ones([20, 30]);
      expect(layer.apply({}, x)[0]).toBe(x);
      expect(() => layer.apply({}, x, { training: true })).toThrow(
        `${kind}: draws random numbers in training: pass { training: true, key: randomKey(seed) }.`,
      );
      const draw = (key: Tensor): Promise<readonly number[]> => values(layer.apply({}, x, { training: true, key })[0]);
      expect(await draw(randomKey(1))).toEqual(await draw(randomKey(1)));
      expect(await draw(randomKey(1))).not.toEqual(await draw(randomKey(2)));
      expect(layer(input({ shape: [3] })).spec.shape).toEqual([namedDim("batch"), 3]);
    });
  }
});

test("dropout zeroes a share and keeps the mean", async () => {
  const y = await values(dropout({ rate: 0.25 }).apply({}, ones([100, 100]), training)[0]);
  const [low, ...high] = [...new Set(y)].toSorted((a, b) => a - b);
  expect([low, high.length]).toEqual([0, 1]);
  expect(high[0]).toBeCloseTo(4 / 3, 6);
  expect(Math.abs(y.filter((value) => value === 0).length / y.length - 0.25)).toBeLessThan(0.025); // over five standard errors
  expect(await values(dropout({ rate: 1 }).apply({}, ones([5]), training)[0])).toEqual([0, 0, 0, 0, 0]);
});

test("a noise shape shares decisions", async () => {
  const y = (await dropout({ rate: 0.5, noiseShape: [null, 1] })
    .apply({}, ones([50, 4]), training)[0]
    .array()) as number[][];
  expect(y.every((row) => new Set(row).size === 1)).toBe(true);
  expect(new Set(y.map(([first]) => first))).toEqual(new Set([0, 2]));
  expect(() => dropout({ rate: 0.5, noiseShape: [null, 3] }).apply({}, ones([5, 4]), training)).toThrow(
    "dropout: expected an input that fits the noise shape [null, 3], received float32[5, 4].",
  );
});

test("a seed is mixed into the key", async () => {
  const draw = (seed: number): Promise<readonly number[]> => values(dropout({ rate: 0.5, seed }).apply({}, ones([64]), training)[0]);
  expect(await draw(1)).toEqual(await draw(1));
  expect(await draw(1)).not.toEqual(await draw(2));
});

test("alpha dropout keeps mean 0 and variance 1", async () => {
  const x = gaussianNoise({ stddev: 1 }).apply({}, tensor(new Float32Array(40_000)), { training: true, key: randomKey(9) })[0];
  const y = await values(alphaDropout({ rate: 0.2 }).apply({}, x, training)[0]);
  expect(Math.abs(mean(y))).toBeLessThan(0.03);
  expect(Math.abs(deviation(y) - 1)).toBeLessThan(0.03);
});

test("gaussian noise and dropout have the stated deviation", async () => {
  const added = await values(gaussianNoise({ stddev: 0.5 }).apply({}, ones([40_000]), training)[0]);
  expect([mean(added), deviation(added)].map((value) => Math.round(value * 50) / 50)).toEqual([1, 0.5]);
  const multiplied = await values(gaussianDropout({ rate: 0.2 }).apply({}, ones([40_000]), training)[0]);
  expect([mean(multiplied), deviation(multiplied)].map((value) => Math.round(value * 50) / 50)).toEqual([1, 0.5]); // √(0.2 / 0.8)
});

test("rates out of range are refused", () => {
  expect(() => dropout({ rate: 1.5 })).toThrow("dropout: expected rate to be a number from 0 to 1, received 1.5.");
  expect(() => gaussianNoise({ stddev: -1 })).toThrow("gaussianNoise: expected stddev to be a number of at least 0, received -1.");
});
