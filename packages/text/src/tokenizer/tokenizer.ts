import { checkCount, checkOptions, shown } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import { analyzed, checkAnalysis } from "../words/analyzer.ts";
import { checkSplit, defaultFilters, splitWords } from "../words/text-to-word-sequence.ts";
import { countMatrix } from "./matrix.ts";
import { emptyState, writeKerasState, writeState } from "./tokenizer-state.ts";
import type { TextConfig } from "../config.ts";
import type { EncodedNumbers, TextTokenizer } from "../text-preprocessor.ts";
import type { Analyzer, NormalForm } from "../words/analyzer.ts";
import type { MatrixMode } from "./matrix.ts";
import type { TokenizerState } from "./tokenizer-state.ts";

export interface TokenizerOptions {
  /** Ids from this one on are left out: only the `numWords - 1` most frequent words count. Default: all do. */
  readonly numWords?: number;
  /** Characters that separate words; default `defaultFilters`. */
  readonly filters?: string;
  /** Lower-case texts first; default true. */
  readonly lower?: boolean;
  /** What stands between words; default a space. */
  readonly split?: string;
  /** Every code point is a word; default false. `analyzer: "graphemes"` keeps accents and emoji together. */
  readonly charLevel?: boolean;
  /** Stands for unknown words, with id 1. Default: they are left out. */
  readonly oovToken?: string;
  /** How words are found, instead of `filters` and `split`; a function is given the text as it is. Not in Keras's files. */
  readonly analyzer?: Analyzer;
  /** The language of `analyzer: "words"`, such as `"zh"`; default the system's. */
  readonly locale?: string;
  /** A Unicode normal form that texts are brought to first; default: texts stay as they are. Not in Keras's files. */
  readonly normalization?: NormalForm;
}

/** A text, or the words of one. */
export type TextOrWords = string | readonly string[];

/**
 * A vocabulary learned from texts (Keras's `Tokenizer`): words get ids from 1, frequent ones first, and id 0 is no word.
 *
 * Texts may be lists of words already: those are only lower-cased.
 *
 * @throws when an option is unknown or out of range
 * @source keras.preprocessing.text.Tokenizer, as of Keras 2
 * @example
 * const words = tokenizer({ numWords: 1000, oovToken: "<unk>" });
 * words.fitOnTexts(["The cat sat.", "The dog sat, too."]);
 * words.textsToSequences(["The cat and the dog"]); // [[2, 4, 1, 2, 5]]
 */
export const tokenizer = (options: TokenizerOptions = {}): Tokenizer => new Tokenizer(options, emptyState());

/** What `tokenizer` makes; its ids and counts grow with every `fitOnTexts`. */
export class Tokenizer implements TextTokenizer {
  readonly #options: TokenizerOptions;
  readonly #filters: ReadonlySet<string>;
  readonly #state: TokenizerState;

  constructor(options: TokenizerOptions, state: TokenizerState) {
    checkOptions("tokenizer", options, optionNames);
    checkAnalysis("tokenizer", options);
    checkSplit("tokenizer", options.split ?? " ");
    if (options.numWords !== undefined) checkCount("tokenizer", "numWords", options.numWords, 1);
    this.#options = options;
    this.#filters = new Set(options.filters ?? defaultFilters);
    this.#state = state;
  }

  /** The id of each word, without the limit of `numWords`. */
  get wordIndex(): ReadonlyMap<string, number> {
    return this.#state.wordIndex;
  }

  /** The word of each id. */
  get indexWord(): ReadonlyMap<number, string> {
    return this.#state.indexWord;
  }

  /** How often each word occurred. */
  get wordCounts(): ReadonlyMap<string, number> {
    return this.#state.wordCounts;
  }

  /** In how many texts each word occurred. */
  get wordDocs(): ReadonlyMap<string, number> {
    return this.#state.wordDocs;
  }

  /** In how many texts each id occurred. */
  get indexDocs(): ReadonlyMap<number, number> {
    return this.#state.indexDocs;
  }

  /** How many texts were seen. */
  get documentCount(): number {
    return this.#state.documentCount;
  }

  /** One more than the largest id that `textsToSequences` gives: the `inputDim` of an embedding. */
  get vocabularySize(): number {
    const all = this.#state.wordIndex.size + 1;
    return Math.min(this.#options.numWords ?? all, all);
  }

  get padId(): number {
    return 0;
  }

  /** Counts the words of texts, and gives them their ids anew. Learned counts stay: more texts can follow. */
  fitOnTexts(texts: Iterable<TextOrWords>): this {
    if (typeof texts === "string")
      throw new TypeError("tokenizer.fitOnTexts: expected a list of texts, received one text. Put it in a list.");
    const { wordCounts, wordDocs, wordIndex, indexWord, indexDocs } = this.#state;
    for (const text of texts) {
      this.#state.documentCount += 1;
      const words = this.#wordsOf(text);
      for (const word of words) wordCounts.set(word, (wordCounts.get(word) ?? 0) + 1);
      for (const word of new Set(words)) wordDocs.set(word, (wordDocs.get(word) ?? 0) + 1);
    }
    const byCount = [...wordCounts].toSorted(([, one], [, other]) => other - one).map(([word]) => word);
    const { oovToken } = this.#options;
    wordIndex.clear();
    (oovToken === undefined ? byCount : [oovToken, ...byCount]).forEach((word, i) => wordIndex.set(word, i + 1));
    indexWord.clear();
    for (const [word, id] of wordIndex) indexWord.set(id, word);
    for (const [word, count] of wordDocs) indexDocs.set(wordIndex.get(word) ?? 0, count);
    return this;
  }

  /** Counts in how many sequences each id occurs: enough for `sequencesToMatrix` with `"tfidf"`. */
  fitOnSequences(sequences: Iterable<readonly number[]>): this {
    const { indexDocs } = this.#state;
    for (const sequence of sequences) {
      this.#state.documentCount += 1;
      for (const id of new Set(sequence)) indexDocs.set(id, (indexDocs.get(id) ?? 0) + 1);
    }
    return this;
  }

  /** The ids of each text; unknown words are `oovToken`, or left out. */
  textsToSequences(texts: Iterable<TextOrWords>): number[][] {
    if (typeof texts === "string")
      throw new TypeError("tokenizer.textsToSequences: expected a list of texts, received one text. Use encode for it.");
    return Array.from(texts, (text) => this.#idsOf(this.#wordsOf(text)));
  }

  /** The words of each sequence with spaces between; unknown ids are `oovToken`, or left out. */
  sequencesToTexts(sequences: Iterable<Iterable<number>>): string[] {
    return Array.from(sequences, (ids) => this.#wordsAt(ids).join(" "));
  }

  /** [texts, numWords]: how often each word occurs in each text; mode default `"binary"`. */
  textsToMatrix(texts: Iterable<TextOrWords>, mode: MatrixMode = "binary"): EncodedNumbers {
    return this.sequencesToMatrix(this.textsToSequences(texts), mode);
  }

  /**
   * [sequences, numWords], or as wide as the vocabulary: how often each id occurs; mode default `"binary"`.
   *
   * @throws when neither `numWords` nor a vocabulary says how wide, or the mode is unknown
   */
  sequencesToMatrix(sequences: readonly (readonly number[])[], mode: MatrixMode = "binary"): EncodedNumbers {
    const { numWords } = this.#options;
    if (numWords === undefined && this.#state.wordIndex.size === 0) {
      throw new Error("tokenizer.sequencesToMatrix: how wide? Give numWords, or call fitOnTexts first.");
    }
    return countMatrix(sequences, numWords ?? this.#state.wordIndex.size + 1, mode, this.#state);
  }

  /** The ids of one text. */
  encode(text: string): number[] {
    return this.#idsOf(this.#wordsOf(text));
  }

  /** The words of a text that have no id, so that `encode` leaves them out. */
  leftOut(text: string): string[] {
    return this.#wordsOf(text).filter((word) => this.#idsOf([word]).length === 0);
  }

  /**
   * The words of ids with spaces between; id 0 is left out.
   *
   * @throws when an id is outside the vocabulary
   */
  decode(ids: Iterable<number>): string {
    const known = [...ids].filter((id) => id !== 0);
    const { indexWord } = this.#state;
    const wrong = known.find((id) => !indexWord.has(id));
    if (wrong !== undefined) throw new RangeError(`tokenizer.decode: id ${wrong} is outside the vocabulary of ${indexWord.size} words.`);
    return this.#wordsAt(known).join(" ");
  }

  /** A file that Keras's `tokenizer_from_json` reads. @throws when an option is set that Keras does not have */
  toJson(): string {
    const { analyzer, normalization, numWords = null, filters = defaultFilters, lower = true, split = " " } = this.#options;
    const { charLevel = false, oovToken = null } = this.#options;
    if (analyzer !== undefined || normalization !== undefined) {
      throw new Error(
        "tokenizer.toJson: Keras's file cannot say analyzer or normalization. Store config instead: textTokenizerFromConfig reads it.",
      );
    }
    const config = {
      num_words: numWords,
      filters,
      lower,
      split,
      char_level: charLevel,
      oov_token: oovToken,
      ...writeKerasState(this.#state),
    };
    return JSON.stringify({ class_name: "Tokenizer", config });
  }

  get config(): TextConfig {
    const { analyzer, ...options } = this.#options;
    if (typeof analyzer === "function")
      throw new Error('tokenizer: a file cannot hold the function analyzer. "words" and "graphemes" it can.');
    return { kind: "tokenizer", options: definedOptions({ ...options, analyzer }), state: writeState(this.#state) };
  }

  #wordsOf(given: TextOrWords): readonly string[] {
    const { analyzer, charLevel = false, locale, lower = true, normalization, split = " " } = this.#options;
    const prepare = (text: string): string => {
      if (typeof text !== "string") throw new TypeError(`tokenizer: expected a text or a list of words, received ${shown(text)}.`);
      const normal = normalization === undefined ? text : text.normalize(normalization);
      return lower ? normal.toLowerCase() : normal;
    };
    if (typeof given !== "string" && Array.isArray(given)) return given.map(prepare);
    if (typeof analyzer === "function") return analyzer(given as string);
    const text = prepare(given as string);
    if (charLevel) return Array.from(text);
    return analyzer === undefined ? splitWords(text, this.#filters, split) : analyzed(text, analyzer, locale);
  }

  #idsOf(words: readonly string[]): number[] {
    const { numWords = Infinity, oovToken } = this.#options;
    const { wordIndex } = this.#state;
    const unknown = oovToken === undefined ? undefined : wordIndex.get(oovToken);
    return words.map((word) => limited(wordIndex.get(word), numWords) ?? unknown).filter((id) => id !== undefined);
  }

  #wordsAt(ids: Iterable<number>): string[] {
    const { numWords = Infinity, oovToken } = this.#options;
    const { indexWord, wordIndex } = this.#state;
    const unknown = indexWord.get((oovToken === undefined ? undefined : wordIndex.get(oovToken)) ?? -1);
    return Array.from(ids, (id) => (id < numWords ? indexWord.get(id) : undefined) ?? unknown).filter((word) => word !== undefined);
  }
}

const limited = (id: number | undefined, numWords: number): number | undefined => (id !== undefined && id < numWords ? id : undefined);

const optionNames = ["numWords", "filters", "lower", "split", "charLevel", "oovToken", "analyzer", "locale", "normalization"];
