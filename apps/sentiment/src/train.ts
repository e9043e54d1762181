import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { datasets, metrics } from "tidu";
import type { Backend, FitOptions } from "tidu";
import type { SplitReviews } from "./load-reviews.ts";
import { sentimentModel, sentimentVocabulary } from "./sentiment-model.ts";

export interface TrainOptions {
  readonly reviews: SplitReviews;
  readonly epochs: number;
  readonly seed: number;
  /** The folder of sentiment.onnx, made when it is not there. */
  readonly out: string;
  /** Default: 20,000. */
  readonly maxTokens?: number;
  /** Default: the best one installed. */
  readonly backend?: Backend;
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
}

/** Classes by their numbers. */
export const labels = ["negative", "positive"] as const;

/**
 * Learns from nine tenths of the training reviews, watches the rest, tests itself once, and writes a file that takes plain sentences.
 *
 * @returns the accuracy on the test, and where the file is
 */
export async function train(
  { reviews, epochs, seed, out, maxTokens, backend, verbose = "auto" }: TrainOptions,
  say: (text: string) => void,
): Promise<{ readonly accuracy: number; readonly path: string }> {
  const { train: known, test } = reviews;
  const vocabulary = sentimentVocabulary(known.texts, maxTokens);
  const [x, xWatched, y, yWatched] = datasets.trainTestSplit(vocabulary.encode(known.texts), known.labels, {
    testSize: 0.1,
    stratify: true,
    seed,
  });
  const model = sentimentModel(vocabulary, { seed, ...(backend && { backend: async () => backend }) });
  say(`${model.summary()}\n`);
  const start = performance.now();
  await model.fit(x, y, { epochs, validationData: [xWatched, yWatched], verbose });
  say(`\nTrained in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);

  const xTest = vocabulary.encode(test.texts);
  const { accuracy = NaN } = await model.evaluate(xTest, test.labels);
  const predictions = await (await model.predict(xTest)).value();
  say(`Test accuracy: ${accuracy.toFixed(4)} (${test.texts.length} reviews it has never seen)\n`);
  say(`${metrics.printConfusionMatrix(metrics.confusionMatrix(test.labels, predictions, 2), { classNames: labels })}\n`);

  await mkdir(out, { recursive: true });
  const path = join(out, "sentiment.onnx");
  const { maxDifference } = await model.export(path, { preprocessing: vocabulary, labels, samples: test.texts.slice(0, 20) });
  say(`${path}: ${((await stat(path)).size / 1000).toFixed(0)} kB, from sentences to probabilities, vocabulary included.`);
  say(`  Run in onnxruntime and compared: largest difference ${maxDifference.toExponential(1)}.`);
  return { accuracy, path };
}
