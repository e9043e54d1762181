import { datasets, layers, optimizers, schedules, sequential } from "tidu";
import { mnistFolder } from "./mnist.ts";
import type { DigitsProgramOptions } from "./mnist.ts";

/**
 * MNIST with a network tuned for it: four convolutions with batch normalization, digits moved and turned a little, and a rate that
 * rises for a fifth of the steps and falls to zero (Smith & Topin 2017, Super-convergence). Returns the accuracy on the test images.
 */
export async function run({
  data,
  epochs = 5,
  seed = 1,
  verbose = 0,
  callbacks = [],
  ...options
}: DigitsProgramOptions = {}): Promise<number> {
  const { train, test } = data ?? (await datasets.mnist({ dataDir: mnistFolder }));
  const batchSize = 128;
  const steps = epochs * Math.ceil(train.y.data.length / batchSize);
  const warmupSteps = Math.round(steps / 5);

  const model = sequential(
    [
      layers.rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }),
      layers.randomTranslation({ heightFactor: 0.08, widthFactor: 0.08, fillMode: "constant" }),
      layers.randomRotation({ factor: 0.03, fillMode: "constant" }),

      // Pooled first, the normalization has a quarter of the pixels to do.
      layers.conv2d({ filters: 16, kernelSize: 3, padding: "same", useBias: false }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.batchNormalization(),
      layers.relu(),

      layers.conv2d({ filters: 32, kernelSize: 3, useBias: false }),
      layers.batchNormalization(),
      layers.relu(),

      layers.conv2d({ filters: 32, kernelSize: 3, padding: "same", useBias: false }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.batchNormalization(),
      layers.relu(),

      layers.conv2d({ filters: 64, kernelSize: 3, useBias: false }),
      layers.batchNormalization(),
      layers.relu(),

      layers.flatten(),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
    { seed, ...options },
  );
  const learningRate = schedules.cosineDecay({
    initialLearningRate: 0.001,
    warmupTarget: 0.01,
    warmupSteps,
    decaySteps: steps - warmupSteps,
  });
  model.compile({ optimizer: optimizers.adam({ learningRate }), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(train.x, train.y, { epochs, batchSize, verbose, callbacks });

  const { accuracy = NaN } = await model.evaluate(test.x, test.y);
  return accuracy;
}
