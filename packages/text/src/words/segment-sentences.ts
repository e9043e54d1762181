/**
 * The sentences of a text in any script: each ends behind a mark that ends sentences (`.`, `!`, `?`, `؟`, `।` and others), with the quotes
 * and brackets that it closes, before white space; behind `。`, `！` and `？` without white space too; and before an empty line. What follows
 * may be lower-case. An abbreviation at a space ("Dr. Who") ends one too, a number (3.14) does not.
 *
 * @source Unicode's property Sentence_Terminal; Unicode Standard Annex 29 is where lower-case letters would go on with a sentence
 * @example
 * segmentSentences("she left . he stayed. 我走了。你呢？"); // ["she left .", "he stayed.", "我走了。", "你呢？"]
 */
export const segmentSentences = (text: string): string[] =>
  text
    .split(sentenceEnd)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

/** At most eight closing quotes and brackets: as many as there are would take time by the square of their number. */
const sentenceEnd =
  /(?<=\p{Sentence_Terminal}[\p{Pe}\p{Pf}"']{0,8})\s+|(?<=[。！？｡][\p{Pe}\p{Pf}"']{0,8})(?![\p{Pe}\p{Pf}"'\p{Sentence_Terminal}])|\r?\n\s*\n/u;
