import { datasets, layers, sequential, tensor } from "tidu";
import { mnistFolder } from "./mnist.ts";
import type { DigitsProgramOptions } from "./mnist.ts";

/** P2: digits with the smallest convolutional network. Returns the accuracy on the test images. */
export async function run({
  data,
  epochs = 5,
  seed = 1,
  verbose = 0,
  callbacks = [],
  ...options
}: DigitsProgramOptions = {}): Promise<number> {
  const { train, test } = data ?? (await datasets.mnist({ dataDir: mnistFolder }));
  const xTrain = tensor(train.x).cast("float32").div(255);
  const xTest = tensor(test.x).cast("float32").div(255);

  const model = sequential([], { seed, ...options });
  model.add(layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 10, activation: "softmax" }));

  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(xTrain, train.y, { epochs, verbose, callbacks });

  const { accuracy = NaN } = await model.evaluate(xTest, test.y);
  return accuracy;
}
