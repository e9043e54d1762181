export interface BertWordOptions {
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly chineseCharacters: boolean;
}

/**
 * Words as BERT finds them: control characters removed, Chinese characters and punctuation apart, lower-cased without accents.
 *
 * @source Devlin et al. 2019, `BasicTokenizer`, in the form of Hugging Face's tokenizers
 */
export function bertWords(text: string, { lowercase, stripAccents, chineseCharacters }: BertWordOptions): string[] {
  let clean = text.replaceAll(removed, "").replaceAll(/\p{White_Space}/gu, " ");
  if (chineseCharacters) clean = clean.replaceAll(chinese, " $& ");
  if (stripAccents) clean = clean.normalize("NFD").replaceAll(/\p{Mn}/gu, "");
  // Each character for itself: a final sigma is not treated apart.
  if (lowercase) clean = Array.from(clean, (character) => character.toLowerCase()).join("");
  return clean.match(wordOrSign) ?? [];
}

/** NUL, U+FFFD, and controls but tab and line ends. */
const removed = /[\0\uFFFD]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** The blocks of Chinese characters, extensions A to E and compatibility; not kana or hangul. */
const chinese =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;

/** A sign of punctuation, for which all of ASCII's count, or what stands between spaces and signs. */
const wordOrSign = /[\p{P}$+<=>^`|~]|[^\p{White_Space}\p{P}$+<=>^`|~]+/gu;
