import { core, text } from "tidu";
import type { TensorData } from "tidu";
import { answers, mostSentences } from "./story.ts";
import type { Story } from "./story.ts";

/** Of a sentence or a question. */
export const mostWords = 8;

/** What is asked about a story. */
export type Asked = Pick<Story, "text" | "question">;

/** What makes ids of stories [stories, sentences, words] and of questions [stories, words], by the names of the network's inputs. */
export interface Preprocessing {
  readonly story: text.SentenceSequence;
  readonly question: text.TextSequence;
}

/** The words of stories and questions, the full stop left out. */
export const wordsOf = (stories: readonly Asked[]): text.Tokenizer =>
  text.tokenizer().fitOnTexts(stories.flatMap(({ text: story, question }) => [story, question]));

/** Short stories are filled up in front, so that what was told last is read last; short sentences behind. What is longer, or has another word, is refused. */
export function preprocessingOf(tokenizer: text.Tokenizer): Preprocessing {
  const words = { tokenizer, maxlen: mostWords, padding: "post", truncating: "none", allowUnknown: false } as const;
  return {
    story: text.sentenceSequence({ ...words, maxSentences: mostSentences, sentencePadding: "pre", sentenceTruncating: "none" }),
    question: text.textSequence(words),
  };
}

/** Stories with their questions as the network takes them. */
export function encodeStories(tokenizer: text.Tokenizer, stories: readonly Asked[]): Record<keyof Preprocessing, TensorData<"int32">> {
  const { story, question } = preprocessingOf(tokenizer);
  return { story: story.encode(stories.map((asked) => asked.text)), question: question.encode(stories.map((asked) => asked.question)) };
}

/** The numbers of answers, int32 [stories]. */
export const encodeAnswers = (stories: readonly Story[]): TensorData<"int32"> => ({
  dtype: "int32",
  shape: [stories.length],
  data: Int32Array.from(stories, ({ answer }) => answers.indexOf(answer)),
});

/** @throws at a word that was not learned, with the nearest one */
export function checkWords(tokenizer: text.Tokenizer, { text: story, question }: Asked): void {
  const unknown = text.textToWordSequence(`${story} ${question}`).find((word) => !tokenizer.wordIndex.has(word));
  if (unknown !== undefined) throw new Error(core.unknownName("word", unknown, [...tokenizer.wordIndex.keys()].toSorted()));
}
