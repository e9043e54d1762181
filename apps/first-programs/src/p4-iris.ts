import { datasets, layers, optimizers, sequential, standardScaler, stratifiedKFold, takeRows } from "tidu";
import type { ProgramOptions } from "./program.ts";

/** P4: four measurements of an iris → one of three species. Returns the accuracy on the flowers kept for the test, another fifth for each seed. */
export async function run({ seed = 1, verbose = 0, callbacks = [], ...options }: ProgramOptions = {}): Promise<number> {
  const { x, y } = datasets.iris();
  const splits = stratifiedKFold({ splits: 5, shuffle: true, seed: 1 }).split(x, y);
  const { train = [], test = [] } = splits[seed % 5] ?? {};
  const [xTrain, xTest, yTrain, yTest] = [takeRows(x, train), takeRows(x, test), takeRows(y, train), takeRows(y, test)];
  const scaler = standardScaler().fit(xTrain);

  const model = sequential(
    [
      layers.dense({ units: 10, activation: "relu", inputShape: [4] }),
      layers.dense({ units: 10, activation: "relu" }),
      layers.dense({ units: 3, activation: "softmax" }),
    ],
    { seed, ...options },
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  await model.fit(scaler.transform(xTrain), yTrain, { epochs: 100, batchSize: 32, verbose, callbacks });

  const { accuracy = NaN } = await model.evaluate(scaler.transform(xTest), yTest);
  return accuracy;
}
