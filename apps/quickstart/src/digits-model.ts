import { layers, optimizers, sequential } from "tidu";
import type { Backend, Sequential } from "tidu";

export interface DigitsModelOptions {
  readonly backend: Backend;
  readonly seed: number;
}

/** A small convolutional network for digits, compiled. The first layer scales, so it takes grey values from 0 to 255 as images hold them. */
export function digitsModel({ backend, seed }: DigitsModelOptions): Sequential {
  const model = sequential(
    [
      layers.rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }),
      layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 64, activation: "relu" }),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
    { name: "digits", seed, backend: async () => backend },
  );
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.002 }), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}
