import { checkCount, checkOptions } from "../check-options.ts";

export interface NGramOptions {
  /** How many words stand together: a number, or the smallest and the largest. Default 2. */
  readonly size?: number | readonly [number, number];
  /** What stands between the words of one; default a space. */
  readonly separator?: string;
}

/**
 * Neighbouring words together, shorter ones first; none of a size that the list does not reach.
 *
 * @throws when a size is no positive integer, or the smallest is above the largest
 * @example
 * nGrams(["to", "be", "or", "not"], { size: 2 }); // ["to be", "be or", "or not"]
 * nGrams([..."北京市"], { size: [1, 2], separator: "" }); // ["北", "京", "市", "北京", "京市"]
 */
export function nGrams(words: readonly string[], options: NGramOptions = {}): string[] {
  checkOptions("nGrams", options, ["size", "separator"]);
  const { size = 2, separator = " " } = options;
  const [least, most] = typeof size === "number" ? [size, size] : size;
  checkCount("nGrams", "size", least, 1);
  checkCount("nGrams", "the largest size", most, least);
  const sizes = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  return sizes.flatMap((count) =>
    Array.from({ length: Math.max(0, words.length - count + 1) }, (_, start) => words.slice(start, start + count).join(separator)),
  );
}
