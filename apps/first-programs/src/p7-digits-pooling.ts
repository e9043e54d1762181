import { datasets, layers, sequential, tensor, toCategorical } from "tidu";
import { mnistFolder } from "./mnist.ts";
import type { DigitsProgramOptions } from "./mnist.ts";

/** P7: digits with pooling and one-hot labels, validated on the test images every epoch. Returns the accuracy on them. */
export async function run({
  data,
  epochs = 10,
  seed = 1,
  verbose = 0,
  callbacks = [],
  ...options
}: DigitsProgramOptions = {}): Promise<number> {
  const { train, test } = data ?? (await datasets.mnist({ dataDir: mnistFolder }));
  const xTrain = tensor(train.x).cast("float32").div(255);
  const xTest = tensor(test.x).cast("float32").div(255);
  const yTrain = toCategorical(train.y, 10);
  const yTest = toCategorical(test.y, 10);

  const model = sequential(
    [
      layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 128, activation: "relu" }),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
    { seed, ...options },
  );
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(xTrain, yTrain, { epochs, batchSize: 128, validationData: [xTest, yTest], verbose, callbacks });

  const { accuracy = NaN } = await model.evaluate(xTest, yTest);
  return accuracy;
}
