import { layers, optimizers, sequential } from "tidu";
import type { ProgramOptions } from "./program.ts";

/** P6: exclusive or, with the hidden layer that it takes. Returns how many of the four rows come out right. */
export async function run({ seed = 1, verbose = 0, callbacks = [], ...options }: ProgramOptions = {}): Promise<number> {
  const x = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore
  const y = [0, 1, 1, 0];

  const model = sequential(
    [layers.dense({ units: 8, activation: "tanh", inputShape: [2] }), layers.dense({ units: 1, activation: "sigmoid" })],
    { seed, ...options },
  );
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.05 }), loss: "binaryCrossentropy" });
  await model.fit(x, y, { epochs: 500, batchSize: 4, verbose, callbacks });

  const probabilities = await (await model.predict(x)).data();
  return y.filter((label, row) => Math.round(Number(probabilities[row])) === label).length;
}
