import type { Model, text } from "tidu";
import { checkWords, encodeStories } from "./encode.ts";
import type { Asked } from "./encode.ts";
import { answers } from "./story.ts";

export interface Answer {
  readonly answer: string;
  readonly probability: number;
}

/**
 * The likeliest answer to each question.
 *
 * @throws when a word was not learned, or there are more sentences or words than were learned from
 */
export async function ask(model: Model, tokenizer: text.Tokenizer, stories: readonly Asked[]): Promise<readonly Answer[]> {
  for (const story of stories) checkWords(tokenizer, story);
  const probabilities = await (await model.predict(encodeStories(tokenizer, stories))).data();
  return stories.map((_, row) => {
    const [first = 0, ...others] = answers.map((_, id) => Number(probabilities[row * answers.length + id]));
    const probability = Math.max(first, ...others);
    return { answer: answers[[first, ...others].indexOf(probability)] ?? "", probability };
  });
}
