import { describe, expect, test } from "vitest";
import { foldInKey, hash, keyOfSeed, multipliers } from "./hash.ts";
import type { Key } from "./hash.ts";

describe("hash", () => {
  test.each([
    [0, 0, 0, 0],
    [0, 0, 1, 3_555_774_416],
    [1, 2, 3, 788_617_204],
    [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 4_154_683_652],
    [0x1234_5678, 0x9abc_def0, 0x8000_0000, 594_600_296],
  ])("of key (%i, %i) and counter %i is %i, by its formula in Python's integers", (key0, key1, counter, expected) => {
    expect(hash(key0, key1, counter)).toBe(expected);
  });

  test("is a bijection of the counter: every step can be undone", () => {
    const [first, second, third] = multipliers.map(inverseOf);
    const undo = (key0: number, key1: number, word: number): number => {
      let x = unshift(word, 15);
      x = unshift(Math.imul(x, third ?? 0), 11);
      x = unshift(Math.imul(x, second ?? 0), 17) ^ key1;
      x = unshift(Math.imul(unshift(x, 15), first ?? 0), 16);
      return (x - key0) >>> 0;
    };
    for (let i = 0; i < 20_000; i++) {
      const [key0, key1, counter] = [word(3 * i), word(3 * i + 1), word(3 * i + 2)];
      expect(undo(key0, key1, hash(key0, key1, counter))).toBe(counter);
    }
  });

  test.each<readonly [string, (flip: number, i: number) => number]>([
    ["the counter", (flip, i) => hash(word(i), word(i + 1), flip ^ word(i + 2))],
    ["the first word of the key", (flip, i) => hash(flip ^ word(i), word(i + 1), word(i + 2))],
    ["the second word of the key", (flip, i) => hash(word(i), flip ^ word(i + 1), word(i + 2))],
  ])("one bit of %s changes every bit of the result half of the time", (_, hashed) => {
    const samples = 2000;
    const rates: number[] = [];
    for (let bit = 0; bit < 32; bit++) {
      const changes = new Uint32Array(32);
      for (let i = 0; i < samples; i++) {
        const difference = hashed(1 << bit, 3 * i) ^ hashed(0, 3 * i);
        for (let out = 0; out < 32; out++) changes[out] = (changes[out] ?? 0) + ((difference >>> out) & 1);
      }
      rates.push(...Array.from(changes, (count) => count / samples));
    }
    // The standard deviation of a fair coin's rate is 0.011; of 1,024 rates none should be 6 of them off.
    expect(Math.max(...rates.map((rate) => Math.abs(rate - 0.5)))).toBeLessThan(0.067);
  });
});

describe("keys", () => {
  test.each<readonly [number, Key]>([
    [0, [1_231_021_642, 2_787_822_377]],
    [1, [1_387_719_041, 729_430_420]],
    [-1, [2_870_350_753, 1_074_697_095]],
    [2 ** 53 - 1, [3_047_328_181, 512_201_520]],
  ])("seed %i gives the key of the formula", (seed, key) => {
    expect(keyOfSeed(seed)).toEqual(key);
  });

  test.each([[0.5], [2 ** 53], [NaN]])("seed %d is refused", (seed) => {
    expect(() => keyOfSeed(seed)).toThrow(`seed: expected an integer, received ${seed}.`);
  });

  test.each<readonly [Key, number, Key]>([
    [[1, 2], 0, [2_667_247_988, 853_266_778]],
    [[1, 2], 7, [4_019_796_165, 2_106_845_882]],
    [[1, 2], -1, [993_186_700, 3_634_854_808]],
    [[0xffff_ffff, 0x8000_0000], 2 ** 53 - 1, [2_748_006_671, 2_373_367_967]],
  ])("key %j and number %i give the key of the formula", (key, data, expected) => {
    expect(foldInKey(key, data)).toEqual(expected);
  });

  test("keys of neighbouring seeds and numbers are all different", () => {
    const keys = new Set<string>();
    for (let seed = 0; seed < 200; seed++) for (let data = 0; data < 200; data++) keys.add(foldInKey(keyOfSeed(seed), data).join());
    expect(keys.size).toBe(40_000);
  });
});

/** Words without a pattern, the same on every run (Weyl's sequence, scrambled). */
const word = (i: number): number => Math.imul(Math.imul(i + 1, 0x9e37_79b9) ^ (i << 7), 0x85eb_ca6b) >>> 0;

/** Undoes `x ^ x >>> by`. */
function unshift(x: number, by: number): number {
  let result = x;
  for (let known = by; known < 32; known += by) result = x ^ (result >>> by);
  return result;
}

/** The inverse of an odd number modulo 2^32 (Newton: each round doubles the correct bits). */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}
