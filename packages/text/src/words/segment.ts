import { checkOptions } from "../check-options.ts";

export interface SegmentOptions {
  /** The language, as a BCP 47 tag such as `"zh"`; default the system's. */
  readonly locale?: string;
  /** Keep punctuation and symbols as words of their own; default false. White space is always left out. */
  readonly punctuation?: boolean;
}

/**
 * The words of a text in any script, by the rules of Unicode and the dictionaries of the JavaScript engine (`Intl.Segmenter`):
 * Chinese, Japanese and Thai too, which write no spaces. An emoji is a word, with its skin tone and whatever it is joined to.
 *
 * @throws when the locale is none
 * @source Unicode Standard Annex 29
 * @example
 * segmentWords("我喜欢深度学习", { locale: "zh" }); // ["我", "喜欢", "深度", "学习"]
 */
export function segmentWords(text: string, options: SegmentOptions = {}): string[] {
  checkOptions("segmentWords", options, ["locale", "punctuation"]);
  const { locale, punctuation = false } = options;
  const words: string[] = [];
  for (const { segment, isWordLike } of segments(text, segmenter(locale, "word"))) {
    if (isWordLike === true || hasEmoji.test(segment) || (punctuation && segment.trim() !== "")) words.push(segment);
  }
  return words;
}

/**
 * The characters of a text as a reader counts them (grapheme clusters): letters with their accents, emoji with their skin tone
 * and joiners, flags.
 *
 * @source Unicode Standard Annex 29
 * @example
 * graphemes("né👩🏽‍🚀"); // ["n", "é", "👩🏽‍🚀"]
 */
export const graphemes = (text: string): string[] => Array.from(segments(text, segmenter(undefined, "grapheme")), ({ segment }) => segment);

/** Pictures, and flags, which are pairs of regional indicators. Digits, # and * are emoji only behind a selector. */
const hasEmoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3/u;

function segmenter(locale: string | undefined, granularity: "word" | "grapheme"): Intl.Segmenter {
  try {
    return new Intl.Segmenter(locale, { granularity });
  } catch (cause) {
    throw new RangeError(`segmentWords: "${locale}" is no language tag, such as "zh" or "en-GB".`, { cause });
  }
}

/** The engine's segmenter takes time by the square of a text's length: it is given parts, cut where no word and no character can go on. */
function* segments(text: string, by: Intl.Segmenter): Generator<Intl.SegmentData> {
  let start = 0;
  for (const { index } of text.matchAll(safeCut)) {
    if (index + 1 - start < partLength) continue;
    yield* by.segment(text.slice(start, index + 1));
    start = index + 1;
  }
  yield* by.segment(text.slice(start));
}

const partLength = 256;

/** A space, or an end of a sentence in Chinese, before a letter, a number or a sign; not before two vowels that count as marks. */
const safeCut = /[\s\u3001\u3002\uFF01\uFF1F](?=[\p{L}\p{N}\p{P}])(?![\u0E33\u0EB3])/gu;
