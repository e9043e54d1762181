import type { TextConfig } from "./config.ts";

/** Numbers made of texts, in a form that `fit` and `predict` take: one row a text. */
export type EncodedTexts = EncodedIds | EncodedNumbers;

/** Ids [texts, …]. */
export interface EncodedIds {
  readonly dtype: "int32";
  readonly shape: readonly number[];
  readonly data: Int32Array;
}

/** Numbers [texts, …]: counts, frequencies, one-hot rows. */
export interface EncodedNumbers {
  readonly dtype: "float32";
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What turns texts into what a model takes, and can be written into the model's file. */
export interface TextPreprocessor {
  /** Ids or numbers, one row a text. */
  encode(texts: readonly string[]): EncodedTexts;
  /** What a row looks like. */
  readonly row: EncodedRow;
  /** What `textPreprocessorFromConfig` makes it of again. JSON. */
  readonly config: TextConfig;
}

/** A row of what `encode` gives: its dtype, and its sizes, null where they are those of the texts. */
export interface EncodedRow {
  readonly dtype: "int32" | "float32";
  readonly shape: readonly (number | null)[];
}

/** What turns a text into ids and back; `textSequence` makes rows of equal length of them. */
export interface TextTokenizer {
  /** The ids of one text. */
  encode(text: string): number[];
  /** The words of a text that have no id, so that `encode` leaves them out. Without this it leaves none out. */
  leftOut?(text: string): readonly string[];
  /** The text of ids. */
  decode(ids: Iterable<number>): string;
  /** One more than the largest id: the `inputDim` of an embedding. */
  readonly vocabularySize: number;
  /** The id that fills rows up, where there is one. */
  readonly padId?: number;
  /** What `textTokenizerFromConfig` makes it of again. JSON. */
  readonly config: TextConfig;
}
