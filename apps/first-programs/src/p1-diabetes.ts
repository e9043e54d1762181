import { layers, sequential } from "tidu";
import { mean, pimaFolds } from "./pima.ts";
import type { ProgramOptions } from "./program.ts";

/** P1: eight measurements of a person → diabetes or not. Returns the mean accuracy over five folds. */
export async function run({ seed = 1, verbose = 0, callbacks = [], ...options }: ProgramOptions = {}): Promise<number> {
  const accuracies: number[] = [];
  for (const { xTrain, yTrain, xTest, yTest } of await pimaFolds(seed)) {
    const model = sequential([], { seed, ...options });
    model.add(layers.dense({ units: 16, activation: "relu", inputShape: [8] }));
    model.add(layers.dense({ units: 16, activation: "relu" }));
    model.add(layers.dense({ units: 1, activation: "sigmoid" }));

    model.compile({ loss: "binaryCrossentropy", optimizer: "adam", metrics: ["accuracy"] });
    await model.fit(xTrain, yTrain, { epochs: 100, batchSize: 10, verbose, callbacks });

    const { accuracy = NaN } = await model.evaluate(xTest, yTest);
    accuracies.push(accuracy);
  }
  return mean(accuracies);
}
