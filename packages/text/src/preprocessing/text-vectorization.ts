import { checkChoice, checkCount, checkOptions, checkTexts } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import type { TextConfig } from "../config.ts";
import type { EncodedTexts, TextPreprocessor } from "../text-preprocessor.ts";
import { categoryRows, idRows } from "./category-rows.ts";
import { givenVocabulary, learnedVocabulary } from "./lookup-vocabulary.ts";
import type { LookupMode, LookupSettings, LookupVocabulary } from "./lookup-vocabulary.ts";
import { splits, standardizations, standardized, tokensOf, withNgrams } from "./split-text.ts";
import type { Split, Standardize } from "./split-text.ts";
import { known, lookupSettings, wordsOf } from "./string-lookup.ts";
import { overDocuments, TokenCounter } from "./token-counts.ts";
import type { Documents } from "./token-counts.ts";
import { stateOf, vocabularyState } from "./vocabulary-state.ts";

export interface TextVectorizationOptions {
  /** The largest size of the vocabulary, special tokens included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /**
   * What happens to a text before it is split: `"lower"` lowers ASCII letters, `"stripPunctuation"` removes ASCII punctuation, as in
   * Keras; `"unicode"` lowers all scripts, joins forms of one letter (NFKC) and removes all punctuation and symbols. A function cannot be
   * saved. Default: `"lowerAndStripPunctuation"`.
   */
  readonly standardize?: Standardize | undefined;
  /** At ASCII spaces, into code points, not at all, or by a function, which cannot be saved. Default: `"whitespace"`. */
  readonly split?: Split | undefined;
  /** Runs of tokens besides the tokens: up to this length, or of these lengths. Default: none. */
  readonly ngrams?: number | readonly number[] | undefined;
  /** Ids in the order of the text, or one row of ones, counts or weighted counts for a text. Default: `"int"`. */
  readonly outputMode?: Exclude<LookupMode, "oneHot"> | undefined;
  /** The length of every row of ids: longer ones are cut, shorter ones filled up with 0. Default: that of the longest text. */
  readonly outputSequenceLength?: number | undefined;
  /** Whether rows have `maxTokens` numbers even when the vocabulary is smaller. Default: false. */
  readonly padToMaxTokens?: boolean | undefined;
  /** The tokens, with `""` and `"[UNK]"` at the start or without them. Default: learned by `adapt`. */
  readonly vocabulary?: readonly string[] | undefined;
  /** Inverse document frequencies, one for each of the vocabulary, for `"tfIdf"`. Default: learned by `adapt`. */
  readonly idfWeights?: readonly number[] | undefined;
}

/** Texts to ids, or to rows of counts. */
export interface TextVectorization extends TextPreprocessor {
  /**
   * @returns ids [texts, time], 0 after the end of a text and 1 for what is unknown; or rows [texts, vocabulary]
   * @throws when there is no vocabulary yet, or what is given is no list of texts
   */
  encode(texts: readonly string[]): EncodedTexts;
  /** The texts of rows of ids, without padding: tokens with spaces between them, or without where texts were split into characters. */
  decode(rows: Iterable<Iterable<number>>): string[];
  /** The vectorization that knows the most frequent tokens of some texts: a new one; this one stays as it is. A list is a batch of texts. */
  adapt(data: Iterable<string | readonly string[]>): TextVectorization;
  adapt(data: AsyncIterable<string | readonly string[]>): Promise<TextVectorization>;
  /** All tokens by their ids, `""` and `"[UNK]"` too unless told otherwise. */
  getVocabulary(options?: { readonly includeSpecialTokens?: boolean }): readonly string[];
  /** A vectorization with this vocabulary: a new one. */
  setVocabulary(vocabulary: readonly string[], idfWeights?: readonly number[]): TextVectorization;
  /** The number of ids: the `inputDim` of an embedding. */
  readonly vocabularySize: number;
}

const kind = "textVectorization";
const names: readonly (keyof TextVectorizationOptions)[] = [
  "maxTokens",
  "standardize",
  "split",
  "ngrams",
  "outputMode",
  "outputSequenceLength",
  "padToMaxTokens",
  "vocabulary",
  "idfWeights",
];

/**
 * Texts to ids, or to counts of their words (Keras `TextVectorization`): standardized, split, looked up in a vocabulary of the most
 * frequent tokens.
 *
 * @throws when an option is unknown, options contradict each other, or the vocabulary does not fit them
 *
 * @example
 * const vectorize = textVectorization({ maxTokens: 5000, outputSequenceLength: 4 }).adapt(["foo bar", "bar baz", "baz bada boom"]);
 * vectorize.encode(["foo qux bar", "qux baz"]); // ids [[4, 1, 3, 0], [1, 2, 0, 0]]
 */
export function textVectorization(options: TextVectorizationOptions = {}): TextVectorization {
  checkOptions(kind, options, names);
  const { vocabulary, idfWeights } = options;
  const settings = settingsOf(options);
  return vectorizationOf(settings, vocabulary && givenVocabulary(settings, vocabulary, idfWeights));
}

/** The vectorization that a config describes. */
export function textVectorizationFromConfig({ options, state }: TextConfig): TextVectorization {
  return textVectorization({ ...options, ...stateOf(kind, state) });
}

interface Settings extends LookupSettings {
  readonly standardize: Standardize;
  readonly split: Split;
  readonly ngrams: readonly number[] | undefined;
  readonly outputSequenceLength: number | undefined;
}

function settingsOf(options: TextVectorizationOptions): Settings {
  const { maxTokens, outputMode = "int", padToMaxTokens, outputSequenceLength, ngrams } = options;
  const { standardize = "lowerAndStripPunctuation", split = "whitespace" } = options;
  if (typeof standardize === "string") checkChoice(kind, "standardize", standardize, standardizations);
  if (typeof split === "string") checkChoice(kind, "split", split, splits);
  checkChoice(kind, "outputMode", outputMode, ["int", "multiHot", "count", "tfIdf"]);
  if (outputSequenceLength !== undefined) {
    checkCount(kind, "outputSequenceLength", outputSequenceLength, 1);
    if (outputMode !== "int") throw new Error(`${kind}: outputSequenceLength belongs to outputMode "int", received "${outputMode}".`);
  }
  const lengths = typeof ngrams === "number" ? Array.from({ length: checkCount(kind, "ngrams", ngrams, 1) }, (_, i) => i + 1) : ngrams;
  lengths?.forEach((length) => checkCount(kind, "ngrams", length, 1));
  const lookup = lookupSettings(kind, { maxTokens, outputMode, padToMaxTokens, maskToken: "" });
  return { ...lookup, standardize, split, ngrams: lengths, outputSequenceLength };
}

function vectorizationOf(settings: Settings, vocabulary: LookupVocabulary | undefined): TextVectorization {
  const { standardize, split, ngrams } = settings;
  const tokenized = (text: string): readonly string[] => {
    const tokens = tokensOf(standardized(text, standardize), split);
    return ngrams === undefined ? tokens : withNgrams(tokens, ngrams);
  };
  function adapt(data: Iterable<string | readonly string[]>): TextVectorization;
  function adapt(data: AsyncIterable<string | readonly string[]>): Promise<TextVectorization>;
  function adapt(data: Documents<string | readonly string[]>): TextVectorization | Promise<TextVectorization> {
    const counter = new TokenCounter(settings.outputMode === "tfIdf");
    const visit = (part: string | readonly string[]): void => {
      for (const text of checkTexts(`${kind}: adapt`, typeof part === "string" ? [part] : part)) counter.add(tokenized(text));
    };
    return overDocuments(kind, data, visit, () => vectorizationOf(settings, learnedVocabulary(settings, counter)));
  }
  return {
    encode: (texts) => encodeTexts(known(kind, vocabulary), settings, checkTexts(kind, texts), tokenized),
    decode: (rows) => Array.from(rows, (ids) => textOf(wordsOf(known(kind, vocabulary), settings, ids), split)),
    adapt,
    getVocabulary: ({ includeSpecialTokens = true } = {}) => {
      const { words, start } = known(kind, vocabulary);
      return includeSpecialTokens ? words : words.slice(start);
    },
    setVocabulary: (words, idfWeights) => vectorizationOf(settings, givenVocabulary(settings, words, idfWeights)),
    get vocabularySize() {
      return known(kind, vocabulary).words.length;
    },
    get row() {
      if (settings.outputMode === "int") return { dtype: "int32", shape: [settings.outputSequenceLength ?? null] } as const;
      return { dtype: "float32", shape: [known(kind, vocabulary).depth] } as const;
    },
    get config() {
      return { kind, options: storedOptions(settings), state: vocabularyState(vocabulary) };
    },
  };
}

const textOf = (words: readonly string[], split: Split): string =>
  words.filter((word) => word !== "").join(split === "character" ? "" : " ");

function encodeTexts(
  vocabulary: LookupVocabulary,
  { outputMode, outputSequenceLength }: Settings,
  texts: readonly string[],
  tokenized: (text: string) => readonly string[],
): EncodedTexts {
  if (outputMode !== "int") {
    const ids = texts.map((text) => tokenized(text).map((token) => vocabulary.idOf(token)));
    return categoryRows(ids, outputMode === "tfIdf" ? "count" : outputMode, vocabulary.depth, vocabulary.idfWeights);
  }
  const rows = texts.map((text) => {
    const tokens = tokenized(text);
    const kept = outputSequenceLength === undefined ? tokens : tokens.slice(0, outputSequenceLength);
    return kept.map((token) => vocabulary.idOf(token) ?? 0);
  });
  return idRows(rows, outputSequenceLength);
}

/** @throws when an option is a function */
function storedOptions({
  maxTokens,
  standardize,
  split,
  ngrams,
  outputMode,
  outputSequenceLength,
  padToMaxTokens,
}: Settings): TextConfig["options"] {
  if (typeof standardize === "function" || typeof split === "function")
    throw new Error(
      `${kind}: ${typeof standardize === "function" ? "standardize" : "split"} is a function, which a file cannot hold. Use it on the texts before encode and adapt, and null here, or one of the names.`,
    );
  return definedOptions({ maxTokens, standardize, split, ngrams, outputMode, outputSequenceLength, padToMaxTokens });
}
