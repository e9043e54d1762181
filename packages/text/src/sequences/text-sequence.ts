import { checkChoice, checkCount, checkOptions, checkTexts, shown } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import { checkUnknown } from "./check-unknown.ts";
import { padSequences, stackSequences } from "./pad-sequences.ts";
import type { TextConfig } from "../config.ts";
import type { EncodedIds, TextPreprocessor, TextTokenizer } from "../text-preprocessor.ts";

export interface TextSequenceOptions {
  /** What makes ids: `tokenizer`, `bytePair`, `wordPiece`, `unigram`, `charVocabulary`. */
  readonly tokenizer: TextTokenizer;
  /** Ids of each row; default: those of the longest text. */
  readonly maxlen?: number;
  /** Where short texts are filled up; default `"pre"`, as Keras. `"none"` refuses texts of different lengths. */
  readonly padding?: "pre" | "post" | "none";
  /** Where long texts lose ids; default `"pre"`, at their start. `"none"` refuses texts that are too long. */
  readonly truncating?: "pre" | "post" | "none";
  /** What fills up; default: the tokenizer's `padId`. */
  readonly value?: number;
  /** An id before every text, such as that of `"<start>"`; it is never cut. */
  readonly start?: number;
  /** An id behind every text; it is never cut. */
  readonly end?: number;
  /** Take texts without any id as rows of nothing but filling; default false: they are refused. */
  readonly allowEmpty?: boolean;
  /** Leave out words that the tokenizer has no id for; default true. `false` refuses texts that have one. */
  readonly allowUnknown?: boolean;
}

/** Texts as rows of ids, ready for an embedding. */
export interface TextSequence extends TextPreprocessor {
  /** Ids [texts, maxlen]. */
  encode(texts: readonly string[]): EncodedIds;
  /** The texts of rows; filling, start and end are left out. */
  decode(rows: Iterable<Iterable<number>>): string[];
  /** One more than the largest id: the `inputDim` of an embedding. */
  readonly vocabularySize: number;
}

/**
 * Texts as rows of ids of equal length, by any tokenizer: what `fit` and `predict` of a model take, and what `export` writes into
 * its file.
 *
 * @throws when an option is unknown or out of range; `encode` when a text has no ids, or a word without one and must not, when rows must be filled up and nothing says with
 * what, or when a text is too long and must not be cut
 * @example
 * const words = tokenizer({ numWords: 1000 }).fitOnTexts(["a fine film", "a dull one"]);
 * const rows = textSequence({ tokenizer: words, maxlen: 4 }).encode(["a dull film"]); // int32 [1, 4]: [[0, 1, 4, 3]]
 */
export function textSequence(options: TextSequenceOptions): TextSequence {
  checkOptions("textSequence", options, optionNames);
  const { tokenizer, maxlen, padding = "pre", truncating = "pre", start, end, allowEmpty = false, allowUnknown = true } = options;
  checkChoice("textSequence", "padding", padding, ["pre", "post", "none"]);
  checkChoice("textSequence", "truncating", truncating, ["pre", "post", "none"]);
  const value = options.value ?? tokenizer.padId;
  const around = [start, end].filter((id) => id !== undefined);
  if (maxlen !== undefined) checkCount("textSequence", "maxlen", maxlen, around.length + 1);
  for (const id of around) checkCount("textSequence", "start and end", id, 0);
  const vocabularySize = Math.max(tokenizer.vocabularySize, ...[...around, value ?? 0].map((id) => id + 1));

  const idsOf = (text: string, row: number): number[] => {
    if (!allowUnknown) checkUnknown("textSequence", tokenizer, text, row);
    const ids = tokenizer.encode(text);
    if (ids.length === 0 && !allowEmpty) {
      const reason = text.trim() === "" ? "is empty" : "has no word of the vocabulary";
      throw new Error(`textSequence: text ${row}, ${shown(text)}, ${reason}. Leave it out, or pass allowEmpty: true for a row of filling.`);
    }
    const room = maxlen === undefined ? ids.length : maxlen - around.length;
    if (truncating === "none" && ids.length > room)
      throw new RangeError(
        `textSequence: text ${row}, ${shown(text)}, has ${ids.length} ids, there is room for ${room}. Shorten it, or raise maxlen.`,
      );
    const kept = truncating === "post" ? ids.slice(0, room) : ids.slice(Math.max(0, ids.length - room));
    return [...(start === undefined ? [] : [start]), ...kept, ...(end === undefined ? [] : [end])];
  };
  return {
    encode(texts) {
      const sequences = checkTexts("textSequence", texts).map(idsOf);
      if (padding === "none") return stackSequences(sequences);
      const length = maxlen ?? sequences.reduce((most, ids) => Math.max(most, ids.length), 1);
      const short = sequences.findIndex((ids) => ids.length < length);
      if (short >= 0 && value === undefined) {
        throw new Error(
          `textSequence: text ${short} is shorter than ${length} ids, and this tokenizer has no id for filling. Pass one as value.`,
        );
      }
      return padSequences(sequences, { maxlen: length, padding, value: value ?? 0 });
    },
    decode: (rows) => Array.from(rows, (ids) => tokenizer.decode([...ids].filter((id) => id !== value && id !== start && id !== end))),
    vocabularySize,
    row: { dtype: "int32", shape: [maxlen ?? null] },
    get config(): TextConfig {
      const { tokenizer, ...given } = options;
      return { kind: "textSequence", options: definedOptions({ ...given }), state: { tokenizer: { ...tokenizer.config } } };
    },
  };
}

const optionNames = ["tokenizer", "maxlen", "padding", "truncating", "value", "start", "end", "allowEmpty", "allowUnknown"];
