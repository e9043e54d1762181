import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { batchNormalization, constraints, dense, regularizers } from "@tidu/layers";
import type { Layer } from "@tidu/layers";
import { adam, sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", async () => interpreterBackend()],
] as const;

const x = randomValues([16, 3], 1);
const y = randomValues([16, 1], 2);
const quiet = { batchSize: 8, epochs: 2, verbose: 0 } as const;

/** A loss whose gradient is the input itself, so that steps can be followed by hand. */
const meanOutput = (_: Tensor, prediction: Tensor): Tensor => prediction.mean({ axis: -1 });

const numbers = async (model: Sequential, path: string): Promise<readonly number[]> =>
  Array.from((await model.getWeights())[path]?.data ?? [], Number);

describe.each(engines)("on %s", (_, backend) => {
  const modelOf = (...layers: readonly Layer[]): Sequential => sequential(layers, { backend, seed: 1 });

  test("frozen layers stay as they are, running statistics included, and others train", async () => {
    const model = modelOf(
      dense({ units: 4, trainable: false, kernelRegularizer: "l2", inputShape: [3] }),
      batchNormalization({ trainable: false }),
      batchNormalization(),
      dense({ units: 1 }),
    ).compile({ optimizer: adam(), loss: "mse" });
    const before = await model.getWeights();
    await model.fit(x, y, quiet);
    const after = await model.getWeights();
    const changed = Object.keys(before).filter((path) => before[path]?.data.join() !== after[path]?.data.join());
    expect(changed.toSorted()).toEqual([
      "batchNormalization_1/beta",
      "batchNormalization_1/gamma",
      "batchNormalization_1/movingMean",
      "batchNormalization_1/movingVariance",
      "dense_1/bias",
      "dense_1/kernel",
    ]);
    expect(model.summary()).toContain("Trainable params: 13");
  });

  test("running statistics move in training and are used, not moved, in evaluation and prediction", async () => {
    const model = modelOf(batchNormalization({ momentum: 0.5, epsilon: 0, scale: false, center: false, inputShape: [1] }));
    model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "mse" });
    await model.trainOnBatch([[2], [4]], [[0], [0]]);
    // mean 3, variance 1 of the batch; from 0 and 1, half way (by hand)
    expect(await numbers(model, "batchNormalization/movingMean")).toEqual([1.5]);
    expect(await numbers(model, "batchNormalization/movingVariance")).toEqual([1]);
    await model.evaluate([[7]], [[0]]);
    expect(await (await model.predict([[2.5]])).array()).toEqual([[1]]);
    expect(await numbers(model, "batchNormalization/movingMean")).toEqual([1.5]);
  });

  test("a penalty is part of the loss and of the gradient", async () => {
    const model = modelOf(
      dense({ units: 1, useBias: false, kernelInitializer: "ones", kernelRegularizer: regularizers.l2({ l2: 0.25 }), inputShape: [2] }),
    );
    model.compile({ optimizer: sgd({ learningRate: 1 }), loss: meanOutput });
    // 1 + 2 + 0.25 · (1² + 1²) = 3.5; the gradient is x + 0.5 · w (by hand)
    expect(await model.evaluate([[1, 2]], [[0]])).toEqual({ loss: 3.5 });
    expect(await model.trainOnBatch([[1, 2]], [[0]])).toEqual({ loss: 3.5 });
    expect(await numbers(model, "dense/kernel")).toEqual([-0.5, -1.5]);
  });

  test("a penalty of a frozen layer is no part of the loss, neither in training nor in evaluation", async () => {
    const model = modelOf(
      dense({ units: 1, useBias: false, kernelInitializer: "ones", kernelRegularizer: "l2", trainable: false, inputShape: [2] }),
      dense({ units: 1, kernelInitializer: "ones" }),
    );
    model.compile({ optimizer: "sgd", loss: meanOutput });
    expect(await model.evaluate([[1, 2]], [[0]])).toEqual({ loss: 3 });
    expect(await model.trainOnBatch([[1, 2]], [[0]])).toEqual({ loss: 3 });
  });

  test("a penalty on what a layer puts out is divided by the batch", async () => {
    const model = modelOf(
      dense({ units: 1, useBias: false, kernelInitializer: "ones", activityRegularizer: regularizers.l2({ l2: 0.5 }), inputShape: [1] }),
    );
    model.compile({ optimizer: "sgd", loss: meanOutput });
    // mean(1, 3) + 0.5 · (1² + 3²) / 2 = 4.5 (by hand)
    expect(await model.evaluate([[1], [3]], [[0], [0]])).toEqual({ loss: 4.5 });
  });

  test("a constraint holds after every step", async () => {
    const model = modelOf(dense({ units: 1, useBias: false, kernelInitializer: "ones", kernelConstraint: "nonNeg", inputShape: [2] }));
    model.compile({ optimizer: sgd({ learningRate: 1 }), loss: meanOutput });
    await model.trainOnBatch([[0.5, 4]], [[0]]);
    expect(await numbers(model, "dense/kernel")).toEqual([0.5, 0]);
    const capped = modelOf(dense({ units: 1, useBias: false, kernelConstraint: constraints.maxNorm({ maxValue: 0.1 }), inputShape: [3] }));
    await capped.compile({ optimizer: sgd({ learningRate: 1 }), loss: "mse" }).fit(x, y, quiet);
    expect(Math.hypot(...(await numbers(capped, "dense/kernel")))).toBeLessThan(0.1 + 1e-6);
  });

  test("training ends with the averaged weights, which evaluation and prediction use and the next call starts from", async () => {
    const model = modelOf(dense({ units: 1, useBias: false, kernelInitializer: "zeros", inputShape: [1] }));
    model.compile({ optimizer: sgd({ learningRate: 1, useEma: true, emaMomentum: 0.5 }), loss: meanOutput });
    const seen: unknown[] = [];
    const look = { onEpochEnd: async () => void seen.push(await numbers(model, "dense/kernel")) };
    const { history } = await model.fit([[1]], [[0]], { epochs: 3, validationData: [[[1]], [[0]]], verbose: 0, callbacks: [look] });
    // The weight goes -1, -2, -3, its average -1, -1.5, -2.25 (by hand; as Keras, which validates with the weights themselves).
    expect(seen).toEqual([[-1], [-2], [-3]]);
    expect(history["val_loss"]).toEqual([-1, -2, -3]);
    expect(await numbers(model, "dense/kernel")).toEqual([-2.25]);
    expect(await model.evaluate([[1]], [[0]])).toEqual({ loss: -2.25 });
    expect(await (await model.predict([[1]])).array()).toEqual([[-2.25]]);
    await model.fit([[1]], [[0]], { epochs: 1, verbose: 0 });
    expect(await numbers(model, "dense/kernel")).toEqual([-2.75]); // 0.5 · -2.25 + 0.5 · -3.25
  });

  test("an optimizer that averages can be taken up after another", async () => {
    const model = modelOf(dense({ units: 1, inputShape: [3] })).compile({ optimizer: "adam", loss: "mse" });
    await model.fit(x, y, quiet);
    const before = await numbers(model, "dense/kernel");
    model.compile({ optimizer: sgd({ learningRate: 0, useEma: true }), loss: "mse" });
    await model.fit(x, y, quiet);
    (await numbers(model, "dense/kernel")).forEach((value, i) => expect(value).toBeCloseTo(before[i] ?? NaN, 6));
  });
});
