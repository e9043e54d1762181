/** What happens to a text before it is split. */
export type Standardize = "lowerAndStripPunctuation" | "lower" | "stripPunctuation" | "unicode" | null | ((text: string) => string);

export const standardizations = ["lowerAndStripPunctuation", "lower", "stripPunctuation", "unicode"] as const;

/** How a text becomes tokens. */
export type Split = "whitespace" | "character" | null | ((text: string) => readonly string[]);

export const splits = ["whitespace", "character"] as const;

/** The ASCII punctuation that Keras removes. */
const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

/** TensorFlow lowers ASCII letters only: Ä stays Ä. */
const lower = (text: string): string =>
  /[\u0080-\uffff]/.test(text) ? text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text.toLowerCase();

/** Letters of any script in lower case, one form for each, without punctuation and symbols. */
const unicode = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}]/gu, "");

/** A text as it will be split. */
export function standardized(text: string, how: Standardize): string {
  if (how === null) return text;
  if (typeof how === "function") return how(text);
  if (how === "unicode") return unicode(text);
  const lowered = how === "stripPunctuation" ? text : lower(text);
  return how === "lower" ? lowered : lowered.replaceAll(punctuation, "");
}

/** The tokens of a standardized text; `null` keeps it whole. */
export function tokensOf(text: string, split: Split): readonly string[] {
  if (split === null) return [text];
  if (typeof split === "function") return split(text);
  return split === "character" ? Array.from(text) : (text.match(/[^ \t\n\v\f\r]+/g) ?? []);
}

/** Runs of neighbouring tokens, joined by spaces, by rising length: `[1, 2]` gives the tokens, then the pairs. */
export const withNgrams = (tokens: readonly string[], lengths: readonly number[]): readonly string[] =>
  lengths.flatMap((length) =>
    Array.from({ length: Math.max(0, tokens.length - length + 1) }, (_, at) => tokens.slice(at, at + length).join(" ")),
  );
