import { draws } from "@tidu/app-kit";
import type { Draws } from "@tidu/app-kit";
import { after, drawEvent, people, placeOf, places, things, untold } from "./world.ts";
import type { Event, World } from "./world.ts";

export const questionKinds = ["where is somebody", "where is a thing", "who has it", "is somebody there", "how many things"] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** Of a story. */
export const mostSentences = 12;
const fewestSentences = 5;

export interface Story {
  /** What happened, words apart by spaces, a full stop as a word after each sentence. */
  readonly text: string;
  readonly question: string;
  readonly answer: string;
  readonly kind: QuestionKind;
}

const counts = ["none", "one", "two", "three", "four", "five"] as const;

/** All answers that there are: the classes of the network. */
export const answers: readonly string[] = [...places, ...people, "nobody", "yes", "no", ...counts.slice(0, 4)];

export interface StoriesOptions {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}

export interface StoryParts {
  readonly train: readonly Story[];
  readonly validation: readonly Story[];
  readonly test: readonly Story[];
}

/** Three lists of stories with a question each; no story with its question is twice among them. The test is drawn first. */
export function makeStories({ train, validation, test, seed }: StoriesOptions): StoryParts {
  const random = draws(seed);
  const seen = new Set<string>();
  const next = (): Story => {
    for (;;) {
      const story = drawStory(random);
      const key = story && `${story.text} ${story.question}`;
      if (story === undefined || key === undefined || seen.has(key)) continue;
      seen.add(key);
      return story;
    }
  };
  const take = (count: number): readonly Story[] => Array.from({ length: count }, next);
  const held = { test: take(test), validation: take(validation) };
  return { train: take(train), ...held };
}

/** A story; undefined when the question that was drawn has no answer in it. */
function drawStory(random: Draws): Story | undefined {
  let world = untold;
  const sentences: string[] = [];
  const length = fewestSentences + random.below(mostSentences - fewestSentences + 1);
  while (sentences.length < length) {
    const event = drawEvent(random, world);
    world = after(world, event);
    sentences.push(tell(random, event));
  }
  const kind = random.pick(questionKinds);
  const asked = ask(random, kind, world);
  return asked && { text: sentences.join(" "), kind, ...asked };
}

function tell(random: Draws, event: Event): string {
  switch (event.kind) {
    case "goes":
      return `${event.who} ${random.pick(["went", "moved", "walked"])} to the ${event.place} .`;
    case "takes":
      return `${event.who} ${random.pick(["took", "grabbed", "picked up"])} the ${event.what} .`;
    case "leaves":
      return `${event.who} ${random.pick(["dropped", "left", "put down"])} the ${event.what} .`;
    default:
      return `${event.who} ${random.pick(["gave", "handed"])} the ${event.what} to ${event.to} .`;
  }
}

function ask(random: Draws, kind: QuestionKind, world: World): Pick<Story, "question" | "answer"> | undefined {
  const who = random.pick(people);
  const what = random.pick(things);
  const place = world.people.get(who);
  switch (kind) {
    case "where is somebody":
      return place && { question: `where is ${who} ?`, answer: place };
    case "where is a thing": {
      const answer = placeOf(world, what);
      return answer && { question: `where is the ${what} ?`, answer };
    }
    case "who has it":
      if (placeOf(world, what) === undefined) return undefined;
      return { question: `who has the ${what} ?`, answer: world.carried.get(what) ?? "nobody" };
    case "is somebody there": {
      // As often yes as no.
      const asked = random.chance(0.5) ? place : random.pick(places.filter((other) => other !== place));
      return asked && place && { question: `is ${who} in the ${asked} ?`, answer: asked === place ? "yes" : "no" };
    }
    default: {
      const carried = [...world.carried.values()].filter((holder) => holder === who).length;
      const answer = counts[carried];
      return place && answer && answers.includes(answer) ? { question: `how many things does ${who} carry ?`, answer } : undefined;
    }
  }
}
