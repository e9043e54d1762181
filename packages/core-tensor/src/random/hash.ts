/**
 * The named hash `tidu32`: 32 random bits of a key (two words) and a counter. For one key it is a bijection of the counter,
 * built of three xor-shift-multiply rounds (constants found by hash-prospector for 32-bit finalisers), the key entering before
 * the first and the second. Every backend computes exactly this:
 *
 *     x = counter + key0
 *     x = (x ^ x >> 16) * 0x21f0aaad
 *     x = (x ^ x >> 15) ^ key1
 *     x = (x ^ x >> 17) * 0xed5ad4bb
 *     x = (x ^ x >> 11) * 0xac4c1b51
 *     x =  x ^ x >> 15
 */
export function hash(key0: number, key1: number, counter: number): number {
  let x = (counter + key0) | 0;
  x = Math.imul(x ^ (x >>> 16), multipliers[0]);
  x = x ^ (x >>> 15) ^ key1;
  x = Math.imul(x ^ (x >>> 17), multipliers[1]);
  x = Math.imul(x ^ (x >>> 11), multipliers[2]);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The multipliers of the three rounds, for lowerings. */
export const multipliers = [0x21f0aaad, 0xed5ad4bb, 0xac4c1b51] as const;

/** A key: 64 bits that name one stream of random bits. Plain data, so a checkpoint can hold it. */
export type Key = readonly [number, number];

/** The key of a seed (any integer up to 2^53). */
export function keyOfSeed(seed: number): Key {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: expected an integer, received ${seed}.`);
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  return [hash(high, 0x9e3779b9, low), hash(low, 0x85ebca6b, high)];
}

/** A key derived from another and an integer (its low 32 bits count): different numbers, independent streams. */
export const foldInKey = ([key0, key1]: Key, data: number): Key => [
  hash(key0 ^ 0x5851f42d, key1, data >>> 0),
  hash(key1 ^ 0x14057b7e, key0, data >>> 0),
];
