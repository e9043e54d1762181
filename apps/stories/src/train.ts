import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Backend, FitOptions } from "tidu";
import { ask } from "./ask.ts";
import { accuracy, majority } from "./baseline.ts";
import { encodeAnswers, encodeStories, preprocessingOf, wordsOf } from "./encode.ts";
import { compileReader, reader } from "./reader.ts";
import { answers, questionKinds } from "./story.ts";
import type { Story, StoryParts } from "./story.ts";

export interface TrainOptions {
  readonly stories: StoryParts;
  readonly epochs: number;
  readonly width: number;
  readonly seed: number;
  /** Default: 64. */
  readonly batchSize?: number;
  /** The folder of the files, made when it is not there. Default: none are written. */
  readonly out?: string;
  /** Default: the best one installed. */
  readonly backend?: Backend;
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
}

export interface Report {
  /** The share of right answers to questions about stories it has never read. */
  readonly accuracy: number;
  /** Of always giving the most frequent answer. */
  readonly majority: number;
  /** Of giving the most frequent answer to questions of each kind. */
  readonly majorityOfKind: number;
}

/** Learns to answer from stories, and is asked about others. */
export async function train(
  { stories, epochs, width, seed, batchSize = 64, out, backend, verbose = "auto" }: TrainOptions,
  say: (text: string) => void,
): Promise<Report> {
  const { train: known, validation, test } = stories;
  const [shown] = test;
  if (shown !== undefined) say(`${shown.text}\n  ${shown.question}  ${shown.answer}\n`);
  say(`${known.length} stories with a question each to learn from, ${test.length} others to be asked about.`);
  const tokenizer = wordsOf(known);
  const model = reader({ words: tokenizer.vocabularySize, width }, { seed, ...(backend && { backend: async () => backend }) });
  compileReader(model, epochs * Math.ceil(known.length / batchSize));
  say(`\n${model.summary()}\n`);
  const start = performance.now();
  await model.fit(encodeStories(tokenizer, known), encodeAnswers(known), {
    epochs,
    batchSize,
    validationData: [encodeStories(tokenizer, validation), encodeAnswers(validation)],
    verbose,
  });
  say(`\nTrained in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);

  const given = (await ask(model, tokenizer, test)).map(({ answer }) => answer);
  const usual = new Map(questionKinds.map((kind) => [kind, majority(ofKind(known, kind))]));
  const always = majority(known);
  const report = {
    accuracy: accuracy(test, given),
    majority: accuracy(
      test,
      test.map(() => always),
    ),
    majorityOfKind: accuracy(
      test,
      test.map(({ kind }) => usual.get(kind) ?? ""),
    ),
  };
  say(`Right answers: ${percent(report.accuracy)} of ${test.length} questions about stories it has never read.`);
  say(
    `Always "${always}": ${percent(report.majority)}; the most frequent answer to each kind of question: ${percent(report.majorityOfKind)}.\n`,
  );
  for (const kind of questionKinds) {
    const [some, theirs] = [ofKind(test, kind), given.filter((_, i) => test[i]?.kind === kind)];
    const [right, guessed] = [accuracy(some, theirs), accuracy(some, theirs.map(() => usual.get(kind) ?? ""))]; // prettier-ignore
    say(`  ${kind.padEnd(20)} ${percent(right).padStart(7)}   always "${usual.get(kind)}": ${percent(guessed)}`);
  }
  if (out !== undefined) {
    const path = join(out, "reader");
    await mkdir(out, { recursive: true });
    await model.save(`${path}.safetensors`);
    await writeFile(`${path}.json`, tokenizer.toJson());
    await model.export(`${path}.onnx`, { preprocessing: { ...preprocessingOf(tokenizer) }, labels: answers });
    say(`\nKept in ${path}.safetensors and ${path}.json; for any ONNX runtime, with its words and answers: ${path}.onnx.`);
  }
  return report;
}

const ofKind = (stories: readonly Story[], wanted: Story["kind"]): readonly Story[] => stories.filter(({ kind }) => kind === wanted);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
