import { expect, test } from "vitest";
import { tensor } from "../leaf-tensors.ts";
import { foldInKey, hash, keyOfSeed } from "../random/hash.ts";
import type { Key } from "../random/hash.ts";
import type { Tensor } from "../tensor.ts";
import { bernoulli, categorical, dropout, foldIn, permutation, randomBits, randomKey, splitKey, uniform } from "./random.ts";

const words = async (key: Tensor): Promise<readonly number[]> => Array.from(await key.data(), Number);

test("bits are the hash of the key and the position, row-major", async () => {
  const bits = await randomBits(tensor(Uint32Array.of(7, 9)), [2, 3]).array();
  expect(bits).toEqual([[0, 1, 2].map((i) => hash(7, 9, i)), [3, 4, 5].map((i) => hash(7, 9, i))]);
});

test("a key is made of a seed or of stored words", async () => {
  expect(await words(randomKey(42))).toEqual(keyOfSeed(42));
  expect(await words(randomKey([1, 2]))).toEqual([1, 2]);
});

const keys: readonly Key[] = [
  [1, 2],
  [0xffff_ffff, 0x8000_0000],
  [0x5851_f42d, 0],
];

test.each([0, 1, 7, -1, 2 ** 31, 2 ** 32 - 1, 2 ** 32 + 5, -(2 ** 40), 2 ** 53 - 1])(
  "foldIn of %i gives the key that the host gives",
  async (data) => {
    for (const key of keys) expect(await words(foldIn(randomKey(key), data))).toEqual(foldInKey(key, data));
  },
);

test.each([0, 7, -1, 2 ** 31 - 1, -(2 ** 31)])("foldIn of a tensor %i gives the key that the host gives", async (data) => {
  for (const key of keys) expect(await words(foldIn(randomKey(key), tensor(Int32Array.of(data), [])))).toEqual(foldInKey(key, data));
});

test("splitKey folds in the positions", async () => {
  const split = await Promise.all(splitKey(randomKey(5), 3).map(words));
  expect(split).toEqual([0, 1, 2].map((i) => foldInKey(keyOfSeed(5), i)));
});

test("uniform takes the top 24 bits: every number is a multiple of 2⁻²⁴", async () => {
  const numbers = await words(uniform(randomKey(1), [1000]));
  expect(numbers.every((u) => u >= 0 && u < 1 && Number.isInteger(u * 2 ** 24))).toBe(true);
  expect(numbers[0]).toBe((hash(...keyOfSeed(1), 0) >>> 8) / 2 ** 24);
});

test("bernoulli compares the same 24 bits with the rate", async () => {
  const key = randomKey(3);
  const drawn = await words(bernoulli(key, [500], 0.3));
  const numbers = await words(uniform(key, [500]));
  expect(drawn).toEqual(numbers.map((u) => (u * 2 ** 24 < Math.round(0.3 * 2 ** 24) ? 1 : 0)));
});

test.each([-0.1, 1.5, NaN])("a rate of %d is refused", (rate) => {
  expect(() => bernoulli(randomKey(1), [1], rate)).toThrow(`bernoulli: expected a rate from 0 to 1, received ${rate}.`);
});

test("a permutation orders positions by their bits", async () => {
  const order = await words(permutation(randomKey(2), 100));
  const bits = order.map((i) => hash(...keyOfSeed(2), i) >>> 1);
  expect(bits).toEqual(bits.toSorted((a, b) => a - b));
});

test("categorical never draws what has no probability, whatever the bits", async () => {
  // The bits of the largest uniform number once gave log(1) = 0 and with it an infinite, or undefined, score.
  const key0 = findKeyWithTopBits();
  const drawn = await words(categorical(tensor(Uint32Array.of(key0, 0)), tensor([[-Infinity, 0]])));
  expect(drawn).toEqual([1]);
});

test("dropout may share its noise along axes", async () => {
  const kept = await dropout(randomKey(1), tensor(new Float32Array(40).fill(1), [20, 2]), 0.5, [20, 1]).array();
  expect((kept as readonly (readonly number[])[]).every(([a, b]) => a === b)).toBe(true);
});

/** A key whose first word of bits has its top 24 bits set. */
function findKeyWithTopBits(): number {
  let key0 = 0;
  while (hash(key0, 0, 0) >>> 8 !== 0xff_ffff) key0++;
  return key0;
}
