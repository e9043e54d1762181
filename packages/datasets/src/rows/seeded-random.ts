import { foldInKey, hash, keyOfSeed } from "@tidu/core-tensor";

/** A stream of random numbers that one seed reproduces. */
export interface SeededRandom {
  /** A number in [0, 1), a multiple of 2⁻²⁴ (exact in float32). */
  uniform(): number;
  /** A standard normal number. */
  normal(): number;
  /** The numbers 0 … size - 1 in random order. */
  permutation(size: number): Int32Array;
  /** Reorders `values` in place and returns them. */
  shuffle<T extends Int32Array | number[]>(values: T): T;
}

/**
 * Random numbers from the counter-based hash of core-tensor.
 *
 * @param seed an integer; left out, every stream differs
 * @param stream distinguishes streams of one seed, such as the passes over a data set
 */
export function seededRandom(where: string, seed: number | undefined, stream = 0): SeededRandom {
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new Error(`${where}: expected seed to be an integer, received ${seed}.`);
  const [key0, key1] = foldInKey(keyOfSeed(seed ?? Math.floor(Math.random() * 2 ** 53)), stream);
  let counter = 0;
  const bits = () => hash(key0, key1, counter++);
  const uniform = () => (bits() >>> 8) / 2 ** 24;
  const below = (limit: number) => Math.floor((bits() / 2 ** 32) * limit);
  function shuffle<T extends Int32Array | number[]>(values: T): T {
    // Fisher and Yates, from the end.
    for (let i = values.length - 1; i > 0; i--) {
      const j = below(i + 1);
      const kept = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = kept;
    }
    return values;
  }
  return {
    uniform,
    shuffle,
    // Box and Muller 1958; 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    permutation: (size) => shuffle(Int32Array.from({ length: size }, (_, i) => i)),
  };
}
