import type { TensorData } from "@tidu/core-tensor";

/** What comes out of a lookup: ids, or one row of numbers for each sample. */
export type LookupMode = "int" | "oneHot" | "multiHot" | "count" | "tfIdf";

export const lookupModes: readonly LookupMode[] = ["int", "oneHot", "multiHot", "count", "tfIdf"];

/** What a vocabulary needs to know of the options. */
export interface IntegerLookupSettings {
  readonly where: string;
  readonly maxTokens: number | undefined;
  readonly numOovIndices: number;
  readonly maskToken: number | null;
  readonly oovToken: number;
  readonly invert: boolean;
  readonly outputMode: LookupMode;
}

/** Integers and their ids, Keras's order: the mask (for ids only), what is unknown, then the integers. */
export interface IntegerVocabulary {
  /** Special ones first: its positions are the ids. */
  readonly words: readonly number[];
  /** Where the integers begin. */
  readonly start: number;
  /** Inverse document frequencies of all words, for `"tfIdf"`. */
  readonly idfWeights: readonly number[] | undefined;
}

/** The special integers that ids begin with. */
export function specialIntegers({ maskToken, oovToken, numOovIndices, outputMode }: IntegerLookupSettings): readonly number[] {
  const mask = maskToken !== null && outputMode === "int" ? [maskToken] : [];
  return [...mask, ...Array.from({ length: numOovIndices }, () => oovToken)];
}

/**
 * The vocabulary of a list of integers, with the special ones at its start or without them.
 *
 * @throws when it is empty, repeats an integer, holds a special one elsewhere, or is longer than `maxTokens`
 */
export function givenIntegers(
  settings: IntegerLookupSettings,
  vocabulary: readonly number[],
  idfWeights: readonly number[] | undefined,
): IntegerVocabulary {
  const { where, maskToken, oovToken, maxTokens, invert, outputMode } = settings;
  const special = specialIntegers(settings);
  const found = special.every((token, i) => vocabulary[i] === token);
  const tokens = found ? vocabulary.slice(special.length) : vocabulary;
  if (vocabulary.length === 0) throw new Error(`${where}: expected a vocabulary, received an empty one.`);
  const wrong = tokens.findIndex((token) => token !== (token | 0));
  if (wrong >= 0)
    throw new TypeError(`${where}: expected integers of 32 bits, received ${String(tokens[wrong])} at ${wrong} of the vocabulary.`);
  const seen = new Set<number>();
  const repeated = tokens.find((token) => seen.size === seen.add(token).size);
  if (repeated !== undefined) throw new Error(`${where}: the vocabulary holds ${repeated} more than once.`);
  for (const [name, token] of [
    ["mask", maskToken],
    ["oov", invert ? oovToken : null],
  ] as const) {
    if (token !== null && seen.has(token))
      throw new Error(
        `${where}: the vocabulary holds the ${name} token ${token} at ${vocabulary.lastIndexOf(token)}. Leave the special tokens out, or begin with [${special.join(", ")}].`,
      );
  }
  const size = special.length + tokens.length;
  if (maxTokens !== undefined && size > maxTokens)
    throw new Error(`${where}: the vocabulary has ${size} tokens (${special.length} special), more than maxTokens, ${maxTokens}.`);
  if ((outputMode === "tfIdf") !== (idfWeights !== undefined))
    throw new Error(
      `${where}: ${outputMode === "tfIdf" ? `"tfIdf" with a vocabulary needs idfWeights` : `idfWeights belong to outputMode "tfIdf"`}.`,
    );
  const words = [...special, ...tokens];
  if (idfWeights === undefined) return { words, start: special.length, idfWeights };
  if (idfWeights.length !== vocabulary.length)
    throw new Error(`${where}: expected ${vocabulary.length} idfWeights, one for each token, received ${idfWeights.length}.`);
  return { words, start: special.length, idfWeights: found ? idfWeights : withUnknown(special.length, idfWeights) };
}

/**
 * The vocabulary of batches of integers: the most frequent first, of equally frequent ones the largest. A row is a document.
 *
 * @throws when there is none, or a number is no integer
 */
export function learnedIntegers(settings: IntegerLookupSettings, batches: Iterable<TensorData>): IntegerVocabulary {
  const { where, maskToken, oovToken, maxTokens, outputMode } = settings;
  const counts = new Map<number, number>();
  const documentCounts = new Map<number, number>();
  let documents = 0;
  for (const { data, shape } of batches) {
    const length = shape.length < 2 ? 1 : (shape.at(-1) ?? 1);
    for (let at = 0; at < data.length; at += length) {
      const row = Array.from(data.subarray(at, at + length), Number);
      const wrong = row.find((value) => value !== (value | 0));
      if (wrong !== undefined) throw new TypeError(`${where}: expected integers of 32 bits to adapt to, received ${wrong}.`);
      for (const value of row) counts.set(value, (counts.get(value) ?? 0) + 1);
      for (const value of new Set(row)) documentCounts.set(value, (documentCounts.get(value) ?? 0) + 1);
      documents += 1;
    }
  }
  if (maskToken !== null) counts.delete(maskToken);
  counts.delete(oovToken);
  if (counts.size === 0) throw new Error(`${where}: expected at least one integer to adapt to, received none.`);
  const special = specialIntegers(settings);
  const tokens = [...counts]
    .toSorted(([a, countA], [b, countB]) => countB - countA || b - a)
    .map(([token]) => token)
    .slice(0, maxTokens === undefined ? undefined : Math.max(0, maxTokens - special.length));
  const weights = tokens.map((token) => Math.fround(Math.log(1 + documents / (1 + (documentCounts.get(token) ?? 0)))));
  return {
    words: [...special, ...tokens],
    start: special.length,
    idfWeights: outputMode === "tfIdf" ? withUnknown(special.length, weights) : undefined,
  };
}

/** What is unknown has no frequency of its own: it gets the mean. */
const withUnknown = (count: number, weights: readonly number[]): readonly number[] => {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length);
  return [...Array.from({ length: count }, () => Math.fround(mean)), ...weights];
};
