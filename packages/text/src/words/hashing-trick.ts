import { checkCount, checkOptions, shown } from "../check-options.ts";
import { md5Modulo } from "./md5.ts";
import { textToWordSequence } from "./text-to-word-sequence.ts";
import type { WordOptions } from "./text-to-word-sequence.ts";

export interface HashingTrickOptions extends WordOptions {
  /** What makes a non-negative integer of a word; default `"md5"`, the same in every run and in Keras. */
  readonly hashFunction?: "md5" | ((word: string) => number);
}

/**
 * A number from 1 to n - 1 for each word of a text, without a vocabulary (Keras's `hashing_trick`): two words may share one.
 *
 * Keras's own default hash differs from run to run; here it is Keras's `hash_function="md5"`.
 *
 * @throws when n is below 2, or the hash function gives no integer
 * @example
 * hashingTrick("The cat sat on the mat", 50); // [43, 32, 29, 3, 43, 29]
 */
export function hashingTrick(text: string, n: number, options: HashingTrickOptions = {}): number[] {
  checkOptions("hashingTrick", options, ["hashFunction", "filters", "lower", "split"]);
  checkCount("hashingTrick", "n", n, 2);
  const { hashFunction = "md5", ...words } = options;
  return textToWordSequence(text, words).map((word) => 1 + modulo(word, hashFunction, n - 1));
}

/**
 * Each word of a text as a number from 1 to n - 1 (Keras's `one_hot`, which despite its name gives indices): `hashingTrick` by
 * MD5. Two words may share a number.
 *
 * @throws when n is below 2
 * @example
 * oneHot("The cat sat on the mat", 50).length; // 6
 */
export const oneHot = (text: string, n: number, options: WordOptions = {}): number[] => hashingTrick(text, n, options);

function modulo(word: string, hashFunction: "md5" | ((word: string) => number), divisor: number): number {
  if (hashFunction === "md5") return md5Modulo(word, divisor);
  const hash = hashFunction(word);
  if (Number.isSafeInteger(hash) && hash >= 0) return hash % divisor;
  throw new RangeError(`hashingTrick: expected a non-negative integer from hashFunction, received ${shown(hash)} for ${shown(word)}.`);
}
