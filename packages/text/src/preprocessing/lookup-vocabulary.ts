import { shown } from "../check-options.ts";
import { hashBucket } from "./hash-bucket.ts";
import type { Salt } from "./hash-bucket.ts";
import { byFrequency } from "./token-counts.ts";
import type { TokenCounts } from "./token-counts.ts";

/** What comes out of a lookup: ids, or one row of numbers for each sample. */
export type LookupMode = "int" | "oneHot" | "multiHot" | "count" | "tfIdf";

export const lookupModes: readonly LookupMode[] = ["int", "oneHot", "multiHot", "count", "tfIdf"];

/** What a vocabulary needs to know of the options. */
export interface LookupSettings {
  readonly where: string;
  readonly maxTokens: number | undefined;
  readonly numOovIndices: number;
  readonly maskToken: string | null;
  readonly oovToken: string;
  readonly outputMode: LookupMode;
  readonly padToMaxTokens: boolean;
  readonly salt: Salt | undefined;
}

/** Tokens and their ids, Keras's order: the mask (for ids only), what is unknown, then the tokens. */
export interface LookupVocabulary {
  /** Special tokens first: its positions are the ids. */
  readonly words: readonly string[];
  /** Where the tokens begin: the number of special ones. */
  readonly start: number;
  /** The width of rows that are not ids. */
  readonly depth: number;
  /** Inverse document frequencies of all words, for `"tfIdf"`. */
  readonly idfWeights: readonly number[] | undefined;
  /**
   * The id of a token; undefined for the mask, where it counts nothing.
   *
   * @throws when it is unknown and there is no id for that
   */
  idOf(token: string): number | undefined;
}

/** The special tokens that ids begin with. */
export function specialTokens({ maskToken, oovToken, numOovIndices, outputMode }: LookupSettings): readonly string[] {
  const mask = maskToken !== null && outputMode === "int" ? [maskToken] : [];
  return [...mask, ...Array.from({ length: numOovIndices }, () => oovToken)];
}

/**
 * The vocabulary of a list of tokens, with the special tokens at its start or without them.
 *
 * @param idfWeights one for each of the list, for `"tfIdf"`
 * @throws when it is empty, repeats a token, holds a special one elsewhere, or is longer than `maxTokens`
 */
export function givenVocabulary(settings: LookupSettings, vocabulary: readonly string[], idfWeights?: readonly number[]): LookupVocabulary {
  const { where, maskToken, maxTokens, outputMode } = settings;
  const special = specialTokens(settings);
  const found = special.every((token, i) => vocabulary[i] === token);
  const tokens = found ? vocabulary.slice(special.length) : vocabulary;
  if (vocabulary.length === 0) throw new Error(`${where}: expected a vocabulary, received an empty one.`);
  const wrong = tokens.findIndex((token) => typeof token !== "string");
  if (wrong >= 0) throw new TypeError(`${where}: expected tokens, received ${shown(tokens[wrong])} at ${wrong} of the vocabulary.`);
  const repeated = firstRepeated(tokens);
  if (repeated !== undefined) throw new Error(`${where}: the vocabulary holds ${shown(repeated)} more than once.`);
  if (maskToken !== null && tokens.includes(maskToken))
    throw new Error(
      `${where}: the vocabulary holds the mask token ${shown(maskToken)} at ${vocabulary.lastIndexOf(maskToken)}. Leave the special tokens out, or begin with ${JSON.stringify(special)}.`,
    );
  if (maxTokens !== undefined && special.length + tokens.length > maxTokens)
    throw new Error(
      `${where}: the vocabulary has ${special.length + tokens.length} tokens (${special.length} special), more than maxTokens, ${maxTokens}.`,
    );
  if ((outputMode === "tfIdf") !== (idfWeights !== undefined))
    throw new Error(
      `${where}: ${outputMode === "tfIdf" ? `"tfIdf" with a vocabulary needs idfWeights` : `idfWeights belong to outputMode "tfIdf"`}.`,
    );
  if (idfWeights === undefined) return build(settings, tokens, undefined);
  if (idfWeights.length !== vocabulary.length)
    throw new Error(`${where}: expected ${vocabulary.length} idfWeights, one for each token, received ${idfWeights.length}.`);
  return build(settings, tokens, found ? idfWeights : withUnknown(special.length, idfWeights));
}

/** The vocabulary of counted tokens: the most frequent first, up to `maxTokens` with the special ones. */
export function learnedVocabulary(settings: LookupSettings, { counts, documentCounts, documents }: TokenCounts): LookupVocabulary {
  const { where, maskToken, oovToken, maxTokens, outputMode } = settings;
  const start = specialTokens(settings).length;
  const learned = new Map(counts);
  if (maskToken !== null) learned.delete(maskToken);
  learned.delete(oovToken);
  if (learned.size === 0) throw new Error(`${where}: found no token to learn. Adapt to texts that are not empty.`);
  const tokens = byFrequency(learned).slice(0, maxTokens === undefined ? undefined : Math.max(0, maxTokens - start));
  if (outputMode !== "tfIdf") return build(settings, tokens, undefined);
  const weights = tokens.map((token) => Math.fround(Math.log(1 + documents / (1 + (documentCounts.get(token) ?? 0)))));
  return build(settings, tokens, withUnknown(start, weights));
}

function firstRepeated(tokens: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return tokens.find((token) => seen.size === seen.add(token).size);
}

/** What is unknown has no frequency of its own: it gets the mean. */
const withUnknown = (count: number, weights: readonly number[]): readonly number[] => {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length);
  return [...Array.from({ length: count }, () => Math.fround(mean)), ...weights];
};

function build(settings: LookupSettings, tokens: readonly string[], idfWeights: readonly number[] | undefined): LookupVocabulary {
  const { where, maskToken, oovToken, numOovIndices, outputMode, padToMaxTokens, maxTokens, salt } = settings;
  const special = specialTokens(settings);
  const start = special.length;
  const ids = new Map(tokens.map((token, i) => [token, start + i]));
  const unknown = start - numOovIndices;
  return {
    words: [...special, ...tokens],
    start,
    depth: padToMaxTokens && maxTokens !== undefined ? maxTokens : start + tokens.length,
    idfWeights,
    idOf: (token) => {
      if (token === maskToken) return outputMode === "int" ? 0 : undefined;
      const id = ids.get(token);
      if (id !== undefined) return id;
      if (numOovIndices === 0)
        throw new Error(
          `${where}: ${shown(token)} is not in the vocabulary. Use numOovIndices: 1 for an id (${shown(oovToken)}) of what is unknown.`,
        );
      return unknown + (numOovIndices === 1 ? 0 : hashBucket(token, numOovIndices, salt));
    },
  };
}
