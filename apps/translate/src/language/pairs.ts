import { draws } from "@tidu/app-kit";
import { inEnglish } from "./english.ts";
import { drawSentence } from "./meaning.ts";
import { inVeldari } from "./veldari.ts";

/** Words of the longest sentence. */
export const mostWords = 16;

/** A sentence and its translation, words apart by spaces. */
export interface Pair {
  readonly english: string;
  readonly veldari: string;
}

export interface PairsOptions {
  /** How many to learn from. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}

export interface PairParts {
  readonly train: readonly Pair[];
  readonly validation: readonly Pair[];
  readonly test: readonly Pair[];
}

/**
 * Three lists of pairs: no sentence of either language is twice among all of them, so that what is tested was never seen. The test is
 * drawn first, as sentences come; more training sentences leave it as it is.
 */
export function sentencePairs({ train, validation, test, seed }: PairsOptions): PairParts {
  const random = draws(seed);
  const seen = new Set<string>();
  const next = (): Pair => {
    for (;;) {
      const sentence = drawSentence(random);
      const pair = { english: inEnglish(sentence), veldari: inVeldari(sentence) };
      if (Object.values(pair).some((text) => text.split(" ").length > mostWords)) continue;
      const keys = [`english: ${pair.english}`, `veldari: ${pair.veldari}`];
      if (keys.some((key) => seen.has(key))) continue;
      keys.forEach((key) => seen.add(key));
      return pair;
    }
  };
  const take = (count: number): readonly Pair[] => Array.from({ length: count }, next);
  const held = { test: take(test), validation: take(validation) };
  return { train: take(train), ...held };
}
