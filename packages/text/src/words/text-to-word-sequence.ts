import { checkOptions, shown } from "../check-options.ts";

export interface WordOptions {
  /** Characters that separate words; default `defaultFilters`: ASCII punctuation but the apostrophe, tabs and line ends. */
  readonly filters?: string;
  /** Lower-case the text first; default true. */
  readonly lower?: boolean;
  /** What stands between words, and in place of each filtered character; default a space. */
  readonly split?: string;
}

/** ASCII punctuation but the apostrophe, tab and line feed: what Keras takes out by default. */
export const defaultFilters = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n';

/**
 * The words of a text (Keras's `text_to_word_sequence`).
 *
 * Scripts without spaces stay in one piece: `segmentWords` finds their words.
 *
 * @throws when an option is unknown, or `split` is empty
 * @example
 * textToWordSequence("To be, or not to be?"); // ["to", "be", "or", "not", "to", "be"]
 */
export function textToWordSequence(text: string, options: WordOptions = {}): string[] {
  checkOptions("textToWordSequence", options, ["filters", "lower", "split"]);
  if (typeof text !== "string") throw new TypeError(`textToWordSequence: expected a text, received ${shown(text)}.`);
  const { filters = defaultFilters, lower = true, split = " " } = options;
  checkSplit("textToWordSequence", split);
  return splitWords(lower ? text.toLowerCase() : text, new Set(filters), split);
}

/** @throws when nothing would separate words */
export function checkSplit(where: string, split: string): void {
  if (typeof split !== "string" || split === "") {
    throw new TypeError(
      `${where}: expected split to be what stands between words, received ${shown(split)}. For characters, see charLevel.`,
    );
  }
}

/** What stands between `split`s, once each character of `filters` has become one. */
export function splitWords(text: string, filters: ReadonlySet<string>, split: string): string[] {
  let kept = "";
  for (const character of text) kept += filters.has(character) ? split : character;
  return kept.split(split).filter((word) => word !== "");
}
