/** What Keras's Tokenizer takes for blanks. */
const separators = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~\t\n ]+/;

/** The words of a text as Keras's Tokenizer cuts them by default: in lower case, between blanks and punctuation. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(separators)
    .filter((word) => word !== "");

/** The ranks of the words of texts, from 1, most frequent first; of equally frequent ones, the one that came first. */
export function rankWords(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a); // stable
  return new Map(sorted.map(([word], i) => [word, i + 1]));
}

/** The ranks of the words of a text; words without one are left out. */
export const ranksOf = (text: string, ranks: ReadonlyMap<string, number>): readonly number[] =>
  wordsOf(text).flatMap((word) => ranks.get(word) ?? []);
