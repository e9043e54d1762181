import { core, text } from "tidu";
import type { TensorData } from "tidu";
import { answers, mostSentences } from "./story.ts";
import type { Story } from "./story.ts";

/** Of a sentence or a question. */
export const mostWords = 8;

/** What is asked about a story. */
export type Asked = Pick<Story, "text" | "question">;

export interface EncodedStories {
  /** int32 [stories, sentences, words] and [stories, words]; 0 where there is none, before short stories and behind short sentences. */
  readonly x: { readonly story: TensorData<"int32">; readonly question: TensorData<"int32"> };
}

/** The words of stories and questions, the full stop left out. */
export const wordsOf = (stories: readonly Asked[]): text.Tokenizer =>
  text.tokenizer().fitOnTexts(stories.flatMap(({ text: story, question }) => [story, question]));

/** @throws when a word was not learned, or there are more sentences or words than were learned from */
export function encodeStories(tokenizer: text.Tokenizer, stories: readonly Asked[]): EncodedStories {
  const sentences = stories.map(({ text: story }) => {
    const told = sentencesOf(story);
    if (told.length === 0 || told.length > mostSentences)
      throw new Error(`expected a story of 1 to ${mostSentences} sentences, received ${told.length}.`);
    return [...Array.from({ length: mostSentences - told.length }, () => ""), ...told];
  });
  const ids = (list: readonly string[]): text.EncodedIds =>
    text.padSequences(
      list.map((one) => idsOf(tokenizer, one)),
      { maxlen: mostWords, padding: "post" },
    );
  const story = ids(sentences.flat());
  return {
    x: {
      story: { ...story, shape: [stories.length, mostSentences, mostWords] },
      question: ids(stories.map(({ question }) => question)),
    },
  };
}

/** The numbers of answers, int32 [stories]. */
export const encodeAnswers = (stories: readonly Story[]): TensorData<"int32"> => ({
  dtype: "int32",
  shape: [stories.length],
  data: Int32Array.from(stories, ({ answer }) => answers.indexOf(answer)),
});

const sentencesOf = (story: string): readonly string[] =>
  story
    .split(".")
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

function idsOf(tokenizer: text.Tokenizer, sentence: string): readonly number[] {
  const words = text.textToWordSequence(sentence);
  const unknown = words.find((word) => !tokenizer.wordIndex.has(word));
  if (unknown !== undefined) throw new Error(core.unknownName("word", unknown, [...tokenizer.wordIndex.keys()].toSorted()));
  if (words.length > mostWords) throw new Error(`expected sentences of up to ${mostWords} words, received "${sentence}".`);
  return words.map((word) => tokenizer.wordIndex.get(word) ?? 0);
}
