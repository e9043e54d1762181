import { layers, sequential } from "tidu";
import { mean, pimaFolds } from "./pima.ts";
import type { ProgramOptions } from "./program.ts";

/** P8: the smaller network for diabetes. Returns the mean accuracy over five folds. */
export async function run({ seed = 1, verbose = 0, callbacks = [], ...options }: ProgramOptions = {}): Promise<number> {
  const accuracies: number[] = [];
  for (const { xTrain, yTrain, xTest, yTest } of await pimaFolds(seed)) {
    const model = sequential(
      [layers.dense({ units: 10, activation: "relu", inputShape: [8] }), layers.dense({ units: 1, activation: "sigmoid" })],
      { seed, ...options },
    );
    model.compile({ optimizer: "adam", loss: "binaryCrossentropy", metrics: ["accuracy"] });
    await model.fit(xTrain, yTrain, { epochs: 50, batchSize: 10, verbose, callbacks });

    const { accuracy = NaN } = await model.evaluate(xTest, yTest);
    if (verbose !== 0) console.log(`accuracy: ${(100 * accuracy).toFixed(2)}%`);
    accuracies.push(accuracy);
  }
  return mean(accuracies);
}
