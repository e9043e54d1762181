import { layers, sequential, text } from "tidu";
import { movieReviews } from "./reviews.ts";
import type { TextProgramOptions } from "./reviews.ts";

/** P3: a text → yes or no, by an LSTM over its words. Returns the accuracy on the test texts. */
export async function run({
  data,
  epochs = 5,
  seed = 1,
  verbose = 0,
  callbacks = [],
  ...options
}: TextProgramOptions = {}): Promise<number> {
  const { train, test } = data ?? (await movieReviews());
  const tokenizer = text.tokenizer({ numWords: 10_000 });
  tokenizer.fitOnTexts(train.texts);
  if (verbose !== 0) console.log(tokenizer.wordIndex);
  const xTrain = text.padSequences(tokenizer.textsToSequences(train.texts), { maxlen: 200, padding: "post" });
  const xTest = text.padSequences(tokenizer.textsToSequences(test.texts), { maxlen: 200, padding: "post" });

  const model = sequential([], { seed, ...options });
  model.add(layers.embedding({ inputDim: 10_000, outputDim: 100, maskZero: true, inputShape: [200] }));
  model.add(layers.lstm({ units: 100 }));
  model.add(layers.dense({ units: 1, activation: "sigmoid" }));

  model.compile({ optimizer: "adam", loss: "binaryCrossentropy", metrics: ["accuracy"] });
  await model.fit(xTrain, train.labels, { epochs, verbose, callbacks });

  const { accuracy = NaN } = await model.evaluate(xTest, test.labels);
  return accuracy;
}
