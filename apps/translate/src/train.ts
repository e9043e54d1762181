import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Backend, FitOptions } from "tidu";
import type { PairParts } from "./language/pairs.ts";
import { exactMatches, translate } from "./translate.ts";
import { compileTranslator, translator } from "./translator.ts";
import { lessonsOf, longestSentence, vocabulariesOf, vocabulariesToJson } from "./vocabularies.ts";

export interface TrainOptions {
  readonly pairs: PairParts;
  readonly epochs: number;
  readonly width: number;
  readonly beams: number;
  readonly seed: number;
  /** The folder of the files, made when it is not there. Default: none are written. */
  readonly out?: string;
  /** Default: 64. */
  readonly batchSize?: number;
  /** Default: the best one installed. */
  readonly backend?: Backend;
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
}

/**
 * Learns from pairs of sentences and translates others.
 *
 * @returns the share of unseen sentences that were translated without a mistake
 */
export async function train(
  { pairs, epochs, width, beams, seed, out, batchSize = 64, backend, verbose = "auto" }: TrainOptions,
  say: (text: string) => void,
): Promise<number> {
  const vocabularies = vocabulariesOf(pairs.train);
  const { english, veldari } = vocabularies;
  say(
    `${pairs.train.length} sentences to learn from, ${pairs.test.length} others to test on; ${english.start - 1} English words, ${veldari.start - 1} forms of Veldari.`,
  );
  for (const pair of pairs.train.slice(0, 3)) say(`  ${pair.english}\n    ${pair.veldari}`);

  const model = translator(
    { englishWords: english.sequence.vocabularySize, veldariWords: veldari.sequence.vocabularySize, longest: longestSentence, width },
    { seed, ...(backend && { backend: async () => backend }) },
  );
  compileTranslator(model, epochs * Math.ceil(pairs.train.length / batchSize));
  say(`\n${model.summary()}\n`);
  const lessons = lessonsOf(pairs.train, vocabularies);
  const watched = lessonsOf(pairs.validation, vocabularies);
  const start = performance.now();
  await model.fit(lessons.x, lessons.y, { epochs, batchSize, validationData: [watched.x, watched.y], verbose });
  say(`\nTrained in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);

  const asked = pairs.test.map((pair) => pair.english);
  const expected = pairs.test.map((pair) => pair.veldari);
  const found = await translate(model, vocabularies, asked);
  const exact = exactMatches(found, expected);
  say(`Right to the last letter: ${(100 * exact).toFixed(1)} % of ${pairs.test.length} unseen sentences, the likeliest word each time.`);
  const some = Math.min(200, pairs.test.length);
  const searched = await translate(model, vocabularies, asked.slice(0, some), { beams });
  say(`With ${beams} beams: ${(100 * exactMatches(searched, expected.slice(0, some))).toFixed(1)} % of the first ${some}.\n`);
  asked.slice(0, 5).forEach((sentence, i) => say(`  ${sentence}\n    ${found[i]}${found[i] === expected[i] ? "" : `   (${expected[i]})`}`));
  const mistakes = asked.flatMap((sentence, i) => (found[i] === expected[i] ? [] : [`  ${sentence}\n    ${found[i]}\n    ${expected[i]}`]));
  if (mistakes.length > 0) say(["", "Some of the mistakes, with what is right:", ...mistakes.slice(0, 5)].join("\n"));

  if (out !== undefined) {
    const path = join(out, "translator");
    await mkdir(out, { recursive: true });
    await model.save(`${path}.safetensors`);
    await writeFile(`${path}.json`, vocabulariesToJson(vocabularies));
    await model.export(`${path}.onnx`, {
      preprocessing: { english: english.sequence, veldari: veldari.sequence },
      generates: "veldari",
      samples: { english: asked.slice(0, 8), veldari: expected.slice(0, 8) },
    });
    say(`\nKept in ${path}.safetensors and ${path}.json; for any ONNX runtime, with both vocabularies: ${path}.onnx.`);
  }
  return exact;
}
