import { core, text } from "tidu";
import type { Model } from "tidu";
import { longestSentence } from "./vocabularies.ts";
import type { Vocabularies, Vocabulary } from "./vocabularies.ts";

export interface TranslateOptions {
  /** Translations that are pursued at a time; 1 takes the likeliest word each time. Default: 1. */
  readonly beams?: number;
}

/**
 * Translates English sentences, word by word: the encoder reads each once, and the decoder keeps what it has seen of its own words.
 *
 * @throws when a sentence has a word that was not learned, or too many
 */
export async function translate(
  model: Model,
  vocabularies: Vocabularies,
  sentences: readonly string[],
  { beams = 1 }: TranslateOptions = {},
): Promise<readonly string[]> {
  const { english, veldari } = vocabularies;
  for (const sentence of sentences) checkWords(english, sentence);
  const generator = await model.generator({ input: "veldari", maxLength: longestSentence });
  try {
    const found: (readonly number[])[] = [];
    const source = (some: readonly string[]): Readonly<Record<string, text.EncodedIds>> => ({ english: english.sequence.encode(some) });
    if (beams === 1) {
      for (let from = 0; from < sentences.length; from += rowsAtOnce) {
        const some = sentences.slice(from, from + rowsAtOnce);
        const prompts = some.map(() => [veldari.start]);
        found.push(
          ...(await generator.generate(prompts, { pick: (scores) => likeliest(scores), stop: veldari.end, inputs: source(some) })),
        );
      }
    } else {
      for (const sentence of sentences) {
        const run = await generator.start([[veldari.start]], source([sentence]));
        const [best] = await text.beamSearch({
          start: [veldari.start],
          endId: veldari.end,
          beams,
          maxLength: longestSentence - 1,
          step: async (sequences, parents) => {
            const [first] = sequences;
            if (first === undefined || first.length === 1) return run.scores;
            run.select(parents);
            return run.next(sequences.map((ids) => ids.at(-1) ?? veldari.end));
          },
        });
        found.push(best?.ids ?? []);
      }
    }
    return veldari.sequence.decode(found);
  } finally {
    generator.dispose();
  }
}

const likeliest = text.sampler({ strategy: "greedy" });

const rowsAtOnce = 256;

/** @throws at what cannot be translated as a whole, with the nearest word to one that was not learned */
function checkWords({ tokenizer }: Vocabulary, sentence: string): void {
  const words = sentence.split(" ").filter((word) => word !== "");
  if (words.length === 0) throw new Error("expected a sentence, received an empty one.");
  if (words.length > longestSentence - 2)
    throw new Error(`"${sentence}" has ${words.length} words; sentences of up to ${longestSentence - 2} were learned.`);
  const unknown = words.find((word) => !tokenizer.wordIndex.has(word));
  if (unknown === undefined) return;
  const close = core.nearest(unknown, [...tokenizer.wordIndex.keys()]);
  throw new Error(
    `the word "${unknown}" was not learned${close === undefined ? "" : `: did you mean "${close}"?`} Sentences are made of ${tokenizer.wordIndex.size} words, lower-case, apart by spaces; the README shows some.`,
  );
}

/** How many translations are right to the last letter, between 0 and 1. */
export const exactMatches = (found: readonly string[], expected: readonly string[]): number =>
  found.filter((translation, i) => translation === expected[i]).length / expected.length;
