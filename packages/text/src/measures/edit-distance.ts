import { wordsOf } from "./words-of.ts";
import type { Words } from "./words-of.ts";

/**
 * The fewest insertions, deletions and replacements that make one sequence the other (Levenshtein 1966).
 *
 * @example
 * editDistance(graphemes("kitten"), graphemes("sitting")); // 3
 */
export function editDistance<Item>(from: readonly Item[], to: readonly Item[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i); // from nothing to the first i items
  for (const [i, item] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      const replaced = (row[j] ?? 0) + (item === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/**
 * Wrong, missing and superfluous words for each word of the references, over all texts: 0 at best, above 1 where more is wrong than
 * there was to say.
 *
 * @param candidates texts, cut into words at white space, or lists of words (of characters, for the character error rate)
 * @throws when there are not as many references, or they have no words
 *
 * @example
 * wordErrorRate(["the cat sat"], ["the cat sat down"]); // 0.25
 */
export function wordErrorRate(candidates: readonly Words[], references: readonly Words[]): number {
  if (candidates.length !== references.length)
    throw new Error(`wordErrorRate: ${candidates.length} candidates and ${references.length} references. Give one for each.`);
  const pairs = candidates.map((candidate, i) => [wordsOf(candidate), wordsOf(references[i] ?? [])] as const);
  const words = pairs.reduce((sum, [, reference]) => sum + reference.length, 0);
  if (words === 0) throw new Error("wordErrorRate: the references have no words.");
  return pairs.reduce((sum, [candidate, reference]) => sum + editDistance(candidate, reference), 0) / words;
}
