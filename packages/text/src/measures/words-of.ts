/** A text as words: a string is cut at white space, so cut off punctuation first where it should count for itself. */
export type Words = string | readonly string[];

export const wordsOf = (text: Words): readonly string[] =>
  typeof text === "string" ? text.split(/\s+/u).filter((word) => word !== "") : text;
