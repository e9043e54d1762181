import { draws } from "@tidu/app-kit";
import { inEnglish } from "./english.ts";
import { drawSentence } from "./meaning.ts";
import { inVeldari } from "./veldari.ts";

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

/**
 * Three lists of pairs: no sentence of either language is twice among all of them, so that what is tested was never seen. The test is
 * drawn first, as sentences come; more training sentences leave it as it is.
 */
export function sentencePairs({
  train,
  validation,
  test,
  seed,
}: PairsOptions): Readonly<Record<"train" | "validation" | "test", readonly Pair[]>> {
  const random = draws(seed);
  const seen = new Set<string>();
  const next = (): Pair => {
    for (;;) {
      const sentence = drawSentence(random);
      const pair = { english: inEnglish(sentence), veldari: inVeldari(sentence) };
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
