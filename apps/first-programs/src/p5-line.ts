import { datasets, layers, sequential } from "tidu";
import { leastSquares } from "./least-squares.ts";
import type { ProgramOptions } from "./program.ts";

/** P5: a line through 100 noisy points. Returns how far weight and bias are from the least-squares line, whichever is further. */
export async function run({ seed = 1, verbose = 0, callbacks = [], ...options }: ProgramOptions = {}): Promise<number> {
  const { x, y } = datasets.line({ points: 100, slope: 3, intercept: 2, noise: 1, seed });

  const model = sequential([layers.dense({ units: 1, inputShape: [1], name: "line" })], { seed, ...options });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await model.fit(x, y, { epochs: 1000, verbose, callbacks });

  const weights = await model.getWeights();
  const weight = Number(weights["line/kernel"]?.data[0]);
  const bias = Number(weights["line/bias"]?.data[0]);
  const best = leastSquares(x.data, y.data);
  return Math.max(Math.abs(weight - best.slope), Math.abs(bias - best.intercept));
}
