import { checkChoice, checkCount, checkOptions, shown } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import type { TextConfig } from "../config.ts";
import type { EncodedTexts, TextPreprocessor } from "../text-preprocessor.ts";
import { categoryRows, idRows } from "./category-rows.ts";
import { checkSalt } from "./hash-bucket.ts";
import type { Salt } from "./hash-bucket.ts";
import { givenVocabulary, learnedVocabulary, lookupModes } from "./lookup-vocabulary.ts";
import type { LookupMode, LookupSettings, LookupVocabulary } from "./lookup-vocabulary.ts";
import { overDocuments, TokenCounter } from "./token-counts.ts";
import type { Documents } from "./token-counts.ts";
import { stateOf, vocabularyState } from "./vocabulary-state.ts";

export interface StringLookupOptions {
  /** The largest size of the vocabulary, special tokens included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /** How many ids there are for unknown strings, which share them by their hash; 0: an unknown string is refused. Default: 1. */
  readonly numOovIndices?: number | undefined;
  /** A string that stands for nothing: id 0, and not counted in rows. Default: none. */
  readonly maskToken?: string | null | undefined;
  /** What unknown strings are called in the vocabulary, and what unknown ids are decoded to. Default: `"[UNK]"`. */
  readonly oovToken?: string | undefined;
  /** The strings, with the special tokens at the start or without them. Default: learned by `adapt`. */
  readonly vocabulary?: readonly string[] | undefined;
  /** Inverse document frequencies, one for each of the vocabulary, for `"tfIdf"`. Default: learned by `adapt`. */
  readonly idfWeights?: readonly number[] | undefined;
  /** Ids, a one for each string, or one row of ones, counts or weighted counts for all strings of a sample. Default: `"int"`. */
  readonly outputMode?: LookupMode | undefined;
  /** Whether rows have `maxTokens` numbers even when the vocabulary is smaller. Default: false. */
  readonly padToMaxTokens?: boolean | undefined;
  /** Hashes unknown strings with SipHash under this key. Default: FarmHash, without a key. */
  readonly salt?: Salt | undefined;
}

/** Samples of one string, or of as many strings each. */
export type Strings = readonly string[] | readonly (readonly string[])[];

/** A vocabulary of whole strings. */
export interface StringLookup extends TextPreprocessor {
  /**
   * @returns for ids [samples], or [samples, length] for lists; else [samples, vocabulary] (`"oneHot"` of lists [samples, length, vocabulary])
   * @throws when there is no vocabulary yet, lists differ in length, or a string is unknown and there is no id for that
   */
  encode(strings: Strings): EncodedTexts;
  /** The strings of ids: the mask token of 0 where there is one, `oovToken` of ids that no string has (Keras's `invert: true`). */
  decode(ids: Iterable<number>): string[];
  /** The lookup that knows the most frequent strings of some data: a new one; this one stays as it is. A list counts as one document. */
  adapt(data: Iterable<string | readonly string[]>): StringLookup;
  adapt(data: AsyncIterable<string | readonly string[]>): Promise<StringLookup>;
  /** All strings by their ids, the special ones too unless told otherwise. */
  getVocabulary(options?: { readonly includeSpecialTokens?: boolean }): readonly string[];
  /** A lookup with this vocabulary: a new one. */
  setVocabulary(vocabulary: readonly string[], idfWeights?: readonly number[]): StringLookup;
  /** The number of ids: the `inputDim` of an embedding. */
  readonly vocabularySize: number;
}

const kind = "stringLookup";
const names: readonly (keyof StringLookupOptions)[] = [
  "maxTokens",
  "numOovIndices",
  "maskToken",
  "oovToken",
  "vocabulary",
  "idfWeights",
  "outputMode",
  "padToMaxTokens",
  "salt",
];

/**
 * Strings to ids and back (Keras `StringLookup`): the mask token, what is unknown, then the strings by falling frequency, of equally
 * frequent ones the last in the alphabet first.
 *
 * @throws when an option is unknown or the vocabulary does not fit the options
 *
 * @example
 * const lookup = stringLookup().adapt(["a", "b", "b"]);
 * lookup.encode(["b", "c"]); // { dtype: "int32", shape: [2], data: [1, 0] }
 */
export function stringLookup(options: StringLookupOptions = {}): StringLookup {
  checkOptions(kind, options, names);
  const settings = lookupSettings(kind, { maskToken: null, ...options });
  const { vocabulary, idfWeights } = options;
  return lookupOf(settings, vocabulary && givenVocabulary(settings, vocabulary, idfWeights));
}

/** The lookup that a config describes. */
export function stringLookupFromConfig({ options, state }: TextConfig): StringLookup {
  return stringLookup({ ...options, ...stateOf(kind, state) });
}

/** The options of a lookup, checked. */
export function lookupSettings(
  where: string,
  options: Omit<StringLookupOptions, "maskToken"> & { readonly maskToken?: string | null | undefined },
): LookupSettings {
  const { maxTokens, numOovIndices = 1, maskToken = null, oovToken = "[UNK]", outputMode = "int", padToMaxTokens = false, salt } = options;
  if (maxTokens !== undefined) checkCount(where, "maxTokens", maxTokens, 2);
  if (padToMaxTokens && maxTokens === undefined) throw new Error(`${where}: padToMaxTokens needs maxTokens.`);
  return {
    where,
    maxTokens,
    numOovIndices: checkCount(where, "numOovIndices", numOovIndices, 0),
    maskToken,
    oovToken,
    outputMode: checkChoice(where, "outputMode", outputMode, lookupModes),
    padToMaxTokens,
    salt: checkSalt(where, salt),
  };
}

/** The vocabulary of a preprocessor, which must have one by now. */
export function known(where: string, vocabulary: LookupVocabulary | undefined): LookupVocabulary {
  if (vocabulary === undefined)
    throw new Error(`${where}: has no vocabulary yet. Use the one that adapt(data) returns, or give vocabulary.`);
  return vocabulary;
}

/** The words of ids. */
export const wordsOf = ({ words }: LookupVocabulary, { oovToken }: LookupSettings, ids: Iterable<number>): string[] =>
  Array.from(ids, (id) => words[id] ?? oovToken);

function lookupOf(settings: LookupSettings, vocabulary: LookupVocabulary | undefined): StringLookup {
  const { where, maxTokens, numOovIndices, maskToken, oovToken, outputMode, padToMaxTokens, salt } = settings;
  function adapt(data: Iterable<string | readonly string[]>): StringLookup;
  function adapt(data: AsyncIterable<string | readonly string[]>): Promise<StringLookup>;
  function adapt(data: Documents<string | readonly string[]>): StringLookup | Promise<StringLookup> {
    const counter = new TokenCounter(outputMode === "tfIdf");
    const visit = (part: string | readonly string[]): void => counter.add(typeof part === "string" ? [part] : part);
    return overDocuments(where, data, visit, () => lookupOf(settings, learnedVocabulary(settings, counter)));
  }
  return {
    encode: (strings) => encodeStrings(known(where, vocabulary), settings, strings),
    decode: (ids) => wordsOf(known(where, vocabulary), settings, ids),
    adapt,
    getVocabulary: ({ includeSpecialTokens = true } = {}) => {
      const { words, start } = known(where, vocabulary);
      return includeSpecialTokens ? words : words.slice(start);
    },
    setVocabulary: (words, idfWeights) => lookupOf(settings, givenVocabulary(settings, words, idfWeights)),
    get vocabularySize() {
      return known(where, vocabulary).words.length;
    },
    get row() {
      return outputMode === "int"
        ? ({ dtype: "int32", shape: [] } as const)
        : ({ dtype: "float32", shape: [known(where, vocabulary).depth] } as const);
    },
    get config() {
      const options = { maxTokens, numOovIndices, maskToken, oovToken, outputMode, padToMaxTokens, salt };
      return { kind, options: definedOptions(options), state: vocabularyState(vocabulary) };
    },
  };
}

function encodeStrings(vocabulary: LookupVocabulary, { where, outputMode }: LookupSettings, strings: Strings): EncodedTexts {
  const samples: readonly unknown[] = strings;
  if (!Array.isArray(samples))
    throw new TypeError(`${where}: expected a list of strings, received ${shown(samples)}. Put one string in a list.`);
  const rows = samples.map((sample: unknown, row) => stringsOf(where, sample, row));
  const length = rows[0]?.length ?? 1;
  const uneven = rows.findIndex((row) => row.length !== length);
  if (uneven >= 0)
    throw new Error(
      `${where}: list ${uneven} has ${rows[uneven]?.length ?? 0} strings, list 0 has ${length}. Lists need one length: pad them with the mask token.`,
    );
  const ids = rows.map((row) => row.map((string) => vocabulary.idOf(string)));
  if (outputMode !== "int")
    return categoryRows(ids, outputMode === "tfIdf" ? "count" : outputMode, vocabulary.depth, vocabulary.idfWeights);
  const encoded = idRows(ids.map((row) => row.map((id) => id ?? 0)));
  return Array.isArray(samples[0]) ? encoded : { ...encoded, shape: [samples.length] };
}

function stringsOf(where: string, sample: unknown, row: number): readonly string[] {
  const list: readonly unknown[] = Array.isArray(sample) ? sample : [sample];
  return list.map((string) => {
    if (typeof string !== "string") throw new TypeError(`${where}: expected strings, received ${shown(string)} at ${row}.`);
    return string;
  });
}
