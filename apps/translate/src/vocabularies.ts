import { text } from "tidu";
import type { TensorData } from "tidu";
import { mostWords } from "./language/pairs.ts";
import type { Pair } from "./language/pairs.ts";

/** Sentences as rows of ids: 0 fills up, each word has a number, and two more mark where a sentence starts and ends. */
export interface Vocabulary {
  readonly tokenizer: text.Tokenizer;
  readonly sequence: text.TextSequence;
  readonly start: number;
  readonly end: number;
}

/** Of each language. */
export interface Vocabularies {
  readonly english: Vocabulary;
  readonly veldari: Vocabulary;
}

/** Ids of the longest sentence, start and end included. */
export const longestSentence = mostWords + 2;

/** The words of the pairs that are learned from. */
export const vocabulariesOf = (pairs: readonly Pair[]): Vocabularies => ({
  english: vocabularyOf(tokenizerOf(pairs.map(({ english }) => english)), asked),
  veldari: vocabularyOf(tokenizerOf(pairs.map(({ veldari }) => veldari))),
});

/** Words are what stands between spaces; the question mark is one. */
const tokenizerOf = (sentences: readonly string[]): text.Tokenizer => text.tokenizer({ filters: "" }).fitOnTexts(sentences);

type Strictness = Pick<text.TextSequenceOptions, "allowUnknown" | "truncating">;

/** What is to be translated is refused rather than translated in part; of the other language, unseen forms are left out when watching. */
const asked: Strictness = { allowUnknown: false, truncating: "none" };

function vocabularyOf(tokenizer: text.Tokenizer, strictness: Strictness = {}): Vocabulary {
  const start = tokenizer.vocabularySize;
  const end = start + 1;
  const sequence = text.textSequence({ tokenizer, padding: "post", maxlen: longestSentence, start, end, ...strictness });
  return { tokenizer, sequence, start, end };
}

/** Both vocabularies as JSON, in the format of Keras's tokenizer. */
export const vocabulariesToJson = ({ english, veldari }: Vocabularies): string =>
  JSON.stringify({ english: english.tokenizer.toJson(), veldari: veldari.tokenizer.toJson() });

/** @throws when the text is no JSON of two tokenizers */
export function vocabulariesFromJson(json: string): Vocabularies {
  const { english, veldari } = Object(JSON.parse(json));
  if (typeof english !== "string" || typeof veldari !== "string")
    throw new Error("expected the vocabularies of two languages. Train again to write them.");
  return { english: vocabularyOf(text.tokenizerFromJson(english), asked), veldari: vocabularyOf(text.tokenizerFromJson(veldari)) };
}

/** What teacher forcing takes: the English sentence, the Veldari one without its end, and the same one word later. */
export interface Lessons {
  readonly x: { readonly english: TensorData; readonly veldari: TensorData };
  readonly y: TensorData;
}

export function lessonsOf(pairs: readonly Pair[], { english, veldari }: Vocabularies): Lessons {
  const whole = veldari.sequence.encode(pairs.map((pair) => pair.veldari));
  return {
    x: { english: english.sequence.encode(pairs.map((pair) => pair.english)), veldari: columns(whole, 0, longestSentence - 1) },
    y: columns(whole, 1, longestSentence),
  };
}

/** The columns of rows of ids from one to another, that one excluded. */
function columns({ shape: [rows = 0, width = 0], data }: text.EncodedIds, from: number, to: number): TensorData<"int32"> {
  const kept = to - from;
  const ids = Int32Array.from({ length: rows * kept }, (_, i) => data[Math.floor(i / kept) * width + from + (i % kept)] ?? 0);
  return { dtype: "int32", shape: [rows, kept], data: ids };
}
