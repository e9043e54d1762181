import { core } from "tidu";

/** Random choices that one seed reproduces. */
export interface Draws {
  /** A whole number in [0, limit). */
  readonly below: (limit: number) => number;
  /** One of a list, each as likely. */
  readonly pick: <T>(list: readonly T[]) => T;
  /** Whether something with this probability happens. */
  readonly chance: (probability: number) => boolean;
  /** Some of a list, all different, in random order. */
  readonly some: <T>(list: readonly T[], count: number) => readonly T[];
}

/**
 * Random choices from the counter-based hash of core-tensor.
 *
 * @param stream distinguishes draws of one seed
 */
export function draws(seed: number, stream = 0): Draws {
  const [key0, key1] = core.foldInKey(core.keyOfSeed(seed), stream);
  let counter = 0;
  const below = (limit: number): number => Math.floor((core.hash(key0, key1, counter++) / 2 ** 32) * limit);
  return {
    below,
    pick: (list) => {
      const index = below(list.length);
      for (const picked of list.slice(index, index + 1)) return picked;
      throw new Error("draws: nothing to pick from an empty list.");
    },
    chance: (probability) => below(2 ** 32) < probability * 2 ** 32,
    some: (list, count) => {
      // Fisher and Yates, from the front, as far as is needed.
      const left = [...list];
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)).flat();
    },
  };
}
