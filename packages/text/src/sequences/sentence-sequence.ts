import { checkChoice, checkCount, checkOptions, checkTexts, shown } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import { segmentSentences } from "../words/segment-sentences.ts";
import { checkUnknown } from "./check-unknown.ts";
import { padSequences } from "./pad-sequences.ts";
import type { TextConfig } from "../config.ts";
import type { EncodedIds, TextPreprocessor, TextTokenizer } from "../text-preprocessor.ts";

export interface SentenceSequenceOptions {
  /** What makes the ids of a sentence: `tokenizer`, `bytePair`, `wordPiece`, `unigram`, `charVocabulary`. */
  readonly tokenizer: TextTokenizer;
  /** Sentences of each text; default: those of the text that has most. */
  readonly maxSentences?: number;
  /** Ids of each sentence; default: those of the longest sentence. */
  readonly maxlen?: number;
  /** Where short sentences are filled up; default `"pre"`, as in `textSequence`. */
  readonly padding?: "pre" | "post";
  /** Where long sentences lose ids; default `"pre"`, at their start. `"none"` refuses them. */
  readonly truncating?: "pre" | "post" | "none";
  /** Where texts of few sentences are filled up with sentences of nothing but filling; default `"pre"`. */
  readonly sentencePadding?: "pre" | "post";
  /** Where texts of many sentences lose some; default `"pre"`, the first ones. `"none"` refuses them. */
  readonly sentenceTruncating?: "pre" | "post" | "none";
  /** What a sentence is: what ends with a mark (`segmentSentences`), or a line. Default `"marks"`. */
  readonly split?: "marks" | "lines";
  /** What fills up; default: the tokenizer's `padId`. */
  readonly value?: number;
  /** Take texts without any id as rows of nothing but filling; default false: they are refused. */
  readonly allowEmpty?: boolean;
  /** Leave out words that the tokenizer has no id for; default true. `false` refuses texts that have one. */
  readonly allowUnknown?: boolean;
}

/** Texts as rows of sentences of ids, for hierarchical models. */
export interface SentenceSequence extends TextPreprocessor {
  /** Ids [texts, maxSentences, maxlen]. */
  encode(texts: readonly string[]): EncodedIds;
  /** One more than the largest id: the `inputDim` of an embedding. */
  readonly vocabularySize: number;
}

/**
 * Texts as rows of sentences, each a row of ids, by any tokenizer: what hierarchical models take, which read words into sentences and
 * sentences into a text. Sentences without ids, such as a lone full stop, are left out.
 *
 * @throws when an option is unknown or out of range, or nothing says what fills up; `encode` when a text has no ids, a word without one, or is too long and
 * must not be cut
 * @source Yang et al. 2016 (hierarchical attention networks), whose documents are sentences of words
 * @example
 * const words = tokenizer().fitOnTexts(["a fine film", "a dull one"]);
 * sentenceSequence({ tokenizer: words, maxSentences: 2, maxlen: 3 }).encode(["A fine film. Dull!"]); // int32 [1, 2, 3]: [[[1, 2, 3], [0, 0, 4]]]
 */
export function sentenceSequence(options: SentenceSequenceOptions): SentenceSequence {
  checkOptions(kind, options, optionNames);
  const {
    tokenizer,
    maxSentences,
    maxlen,
    padding = "pre",
    truncating = "pre",
    split = "marks",
    allowEmpty = false,
    allowUnknown = true,
  } = options;
  const { sentencePadding = "pre", sentenceTruncating = "pre", value = tokenizer.padId } = options;
  checkChoice(kind, "padding", padding, ["pre", "post"]);
  checkChoice(kind, "truncating", truncating, ["pre", "post", "none"]);
  checkChoice(kind, "sentencePadding", sentencePadding, ["pre", "post"]);
  checkChoice(kind, "sentenceTruncating", sentenceTruncating, ["pre", "post", "none"]);
  checkChoice(kind, "split", split, ["marks", "lines"]);
  if (maxSentences !== undefined) checkCount(kind, "maxSentences", maxSentences, 1);
  if (maxlen !== undefined) checkCount(kind, "maxlen", maxlen, 1);
  if (value === undefined) throw new Error(`${kind}: this tokenizer has no id for filling. Pass one as value.`);
  checkCount(kind, "value", value, 0);

  const sentencesOf = (text: string, row: number): readonly Ids[] => {
    if (!allowUnknown) checkUnknown(kind, tokenizer, text, row);
    const sentences = split === "lines" ? text.split(/\r?\n/) : segmentSentences(text);
    const all = sentences.map((sentence) => tokenizer.encode(sentence)).filter(({ length }) => length > 0);
    const where = `${kind}: text ${row}, ${shown(text)},`;
    if (all.length === 0 && !allowEmpty) {
      const reason = text.trim() === "" ? "is empty" : "has no word of the vocabulary";
      throw new Error(`${where} ${reason}. Leave it out, or pass allowEmpty: true for a row of filling.`);
    }
    if (sentenceTruncating === "none" && maxSentences !== undefined && all.length > maxSentences)
      throw new RangeError(`${where} has ${all.length} sentences, there is room for ${maxSentences}. Shorten it, or raise maxSentences.`);
    const long = all.findIndex(({ length }) => truncating === "none" && maxlen !== undefined && length > maxlen);
    if (long >= 0)
      throw new RangeError(
        `${where} has a sentence of ${all[long]?.length} ids, sentence ${long}; there is room for ${maxlen}. Shorten it, or raise maxlen.`,
      );
    return all;
  };
  return {
    encode(texts) {
      const given = checkTexts(kind, texts).map(sentencesOf);
      const length = maxSentences ?? given.reduce((most, sentences) => Math.max(most, sentences.length), 1);
      const rows = given.flatMap((sentences) => filled(sentences, length, sentencePadding, sentenceTruncating));
      const steps = maxlen ?? rows.reduce((most, ids) => Math.max(most, ids.length), 1);
      const encoded = padSequences(rows, { maxlen: steps, padding, truncating: truncating === "post" ? "post" : "pre", value });
      return { ...encoded, shape: [given.length, length, steps] };
    },
    vocabularySize: Math.max(tokenizer.vocabularySize, value + 1),
    row: { dtype: "int32", shape: [maxSentences ?? null, maxlen ?? null] },
    get config(): TextConfig {
      const { tokenizer, ...given } = options;
      return { kind, options: definedOptions({ ...given }), state: { tokenizer: { ...tokenizer.config } } };
    },
  };
}

type Ids = readonly number[];

const kind = "sentenceSequence";

const optionNames = [
  "tokenizer",
  "maxSentences",
  "maxlen",
  "padding",
  "truncating",
  "sentencePadding",
  "sentenceTruncating",
  "split",
  "value",
  "allowEmpty",
  "allowUnknown",
];

/** As many sentences as there is room for; sentences without ids where there are fewer. */
function filled(sentences: readonly Ids[], length: number, padding: "pre" | "post", truncating: "pre" | "post" | "none"): readonly Ids[] {
  const kept = truncating === "post" ? sentences.slice(0, length) : sentences.slice(Math.max(0, sentences.length - length));
  const filling = Array.from({ length: length - kept.length }, (): Ids => []);
  return padding === "pre" ? [...filling, ...kept] : [...kept, ...filling];
}
