import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { add, concatenate, dense, input } from "@tidu/layers";
import { sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "./functional.ts";
import type { Model } from "./model.ts";
import type { CompileOptions } from "./training/compile.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", async () => interpreterBackend()],
] as const;

const [left, right] = [randomValues([20, 2], 1), randomValues([20, 3], 2)];
const [a, b] = [randomValues([20, 1], 3), Int32Array.from({ length: 20 }, (_, i) => i % 3)];

describe.each(engines)("on %s", (_, backend) => {
  const twoByTwo = (options: Partial<CompileOptions> = {}): Model => {
    const inputs = [input({ shape: [2], name: "left" }), input({ shape: [3], name: "right" })];
    const joined = dense({ units: 4, activation: "tanh" })(concatenate()(inputs));
    const outputs = [dense({ units: 1, name: "a" })(joined), dense({ units: 3, activation: "softmax", name: "b" })(joined)];
    return functional({ inputs, outputs, backend, seed: 1 }).compile({
      optimizer: "sgd",
      loss: ["mse", "sparseCategoricalCrossentropy"],
      ...options,
    });
  };

  test("inputs and targets are given by list or by name, losses by list or by name: the same comes out", async () => {
    const byList = await twoByTwo().fit([left, right], [a, b], { epochs: 2, verbose: 0 });
    const byName = await twoByTwo({ loss: { b: "sparseCategoricalCrossentropy", a: "mse" } }).fit(
      { right, left },
      { b, a },
      { epochs: 2, verbose: 0 },
    );
    expect(byName.history).toEqual(byList.history);
    expect(Object.keys(byList.history)).toEqual(["loss", "a_loss", "b_loss"]);
  });

  test("the loss is the weighted sum of the outputs' losses, metrics carry the output's name", async () => {
    const model = twoByTwo({ lossWeights: { a: 0.5, b: 2 }, metrics: { a: ["mae", "mse"], b: "accuracy" } });
    const logs = await model.evaluate([left, right], [a, b]);
    expect(Object.keys(logs)).toEqual(["loss", "a_loss", "b_loss", "a_mae", "a_mse", "b_accuracy"]);
    const { loss = NaN, a_loss: aLoss = NaN, b_loss: bLoss = NaN, a_mse: mse = NaN } = logs;
    expect(loss).toBeCloseTo(0.5 * aLoss + 2 * bLoss, 5);
    expect(aLoss).toBeCloseTo(mse, 5);
    expect(await twoByTwo({ lossWeights: [0.5, 2] }).evaluate([left, right], [a, b])).toMatchObject({ loss });
    const { history } = await model.fit([left, right], [a, b], { validationSplit: 0.2, verbose: 0 });
    expect(Object.keys(history)).toContain("val_b_accuracy");
  });

  test("metrics per output are lists in order; one flat list serves all", async () => {
    const nested = await twoByTwo({ metrics: [["mae"], []] }).evaluate([left, right], [a, b]);
    expect(Object.keys(nested)).toEqual(["loss", "a_loss", "b_loss", "a_mae"]);
    const flat = await twoByTwo({ loss: "mse", metrics: ["mae"] }).evaluate([left, right], [a, randomValues([20, 3], 5)]);
    expect(Object.keys(flat)).toEqual(["loss", "a_loss", "b_loss", "a_mae", "b_mae"]);
  });

  test("an output that does not count in the loss does not train", async () => {
    const model = twoByTwo({ lossWeights: [1, 0] });
    const before = await model.getWeights();
    await model.fit([left, right], [a, b], { verbose: 0 });
    const after = await model.getWeights();
    expect(after["b/kernel"]).toEqual(before["b/kernel"]);
    expect(after["a/kernel"]).not.toEqual(before["a/kernel"]);
  });

  test("sample weights are one list for all outputs or one per output", async () => {
    const half = Float32Array.from({ length: 20 }, () => 0.5);
    const plain = await twoByTwo().evaluate([left, right], [a, b]);
    const all = await twoByTwo().evaluate([left, right], [a, b], { sampleWeight: half });
    const one = await twoByTwo().evaluate([left, right], [a, b], { sampleWeight: { a: half, b: new Float32Array(20).fill(1) } });
    expect(all["loss"]).toBeCloseTo((plain["loss"] ?? NaN) / 2, 5);
    expect(one["loss"]).toBeCloseTo((plain["a_loss"] ?? NaN) / 2 + (plain["b_loss"] ?? NaN), 5);
  });

  test("predictions come by the outputs' names", async () => {
    const model = twoByTwo();
    const outputs = await model.predictOutputs([left, right], { batchSize: 7 });
    expect(Object.entries(outputs).map(([name, { shape }]) => [name, shape])).toEqual([
      ["a", [20, 1]],
      ["b", [20, 3]],
    ]);
    await expect(model.predict([left, right])).rejects.toThrow(
      "functional: predict is for one output; this model has a, b. Use predictOutputs.",
    );
  });

  test("a shared layer gets the gradients of all its uses", async () => {
    const shared = dense({ units: 1, useBias: false, kernelInitializer: "zeros" });
    const inputs = [input({ shape: [2] }), input({ shape: [2] })];
    const model = functional({ inputs, outputs: add()(inputs.map((each) => shared(each))), backend });
    model.compile({ optimizer: sgd({ learningRate: 1 }), loss: (_: Tensor, prediction: Tensor) => prediction.mean({ axis: -1 }) });
    await model.trainOnBatch([[[1, 2]], [[10, 20]]], [[0]]);
    // The output is w · (x1 + x2), so the step takes x1 + x2 away (by hand).
    expect(Array.from((await model.getWeights())["dense/kernel"]?.data ?? [], Number)).toEqual([-11, -22]);
  });
});

describe("mistakes are named", () => {
  const build = (): Model => {
    const inputs = [input({ shape: [2], name: "left" }), input({ shape: [3], name: "right" })];
    const joined = concatenate()(inputs);
    const outputs = [dense({ units: 1, name: "age" })(joined), dense({ units: 3, activation: "softmax", name: "kind" })(joined)];
    return functional({ inputs, outputs, backend: async () => interpreterBackend() });
  };
  const loss = ["mse", "sparseCategoricalCrossentropy"];
  const fit = (x: Parameters<Model["fit"]>[0], y: Parameters<Model["fit"]>[1], options: Partial<CompileOptions> = {}) =>
    build()
      .compile({ loss, ...options })
      .fit(x, y, { verbose: 0 });

  test.each<[string, () => unknown, string | RegExp]>([
    [
      "too few losses",
      () => build().compile({ loss: ["mse"] }),
      "compile: loss has 1 entries, the model 2 outputs (age, kind). Give one for each, in this order.",
    ],
    [
      "a missing loss",
      () => build().compile({ loss: { age: "mse" } }),
      'compile: loss lacks the output "kind". The model has 2 outputs (age, kind).',
    ],
    ["an unknown output", () => build().compile({ loss: { age: "mse", kinds: "mse" } }), /^compile: loss: .*"kinds".*"kind"/],
    ["an unknown loss of one output", () => build().compile({ loss: { age: "mse", kind: "msee" } }), /loss "msee".*"mse"/],
    [
      "loss weights for an unknown output",
      () => build().compile({ loss, lossWeights: { ages: 1, kind: 1 } }),
      /^compile: lossWeights: .*"ages".*"age"/,
    ],
    [
      "too many lists of metrics",
      () => build().compile({ loss, metrics: [["mae"], ["mae"], ["mae"]] }),
      "compile: metrics has 3 lists, the model 2 outputs (age, kind). Give a list for each, in this order.",
    ],
    ["metrics of an unknown output", () => build().compile({ loss, metrics: { ag: "mae" } }), /^compile: metrics: .*"ag".*"age"/],
    ["one array for two inputs", () => fit(left, [a, b]), /^fit: x: the model has 2 inputs \(left, right\), received/],
    ["an unknown input", () => fit({ left, rihgt: right }, [a, b]), /^fit: x: .*"rihgt".*"right"/],
    ["a missing input", () => fit({ left }, [a, b]), 'fit: x: nothing for the input "right", received only left.'],
    [
      "inputs of different length",
      () => fit([left, randomValues([19, 3], 1)], [a, b]),
      'fit: x for input "right" has 19 rows, x for input "left" has 20.',
    ],
    [
      "an input of the wrong size",
      () => fit([left, randomValues([20, 4], 1)], [a, b]),
      /^fit: x for input "right": layer "concatenate" expected float32\[rows, 3\], received float32\[20, 4\]/,
    ],
    [
      "targets of the wrong size for one output",
      () => fit([left, right], [randomValues([20, 2], 1), b]),
      /^fit: output "age": meanSquaredError expects targets of the shape of the output, \[batch, 1\], received/,
    ],
    [
      "a label out of range",
      () => fit([left, right], [a, b.map((id) => id + 1)]),
      /^fit: y for output "kind": class id 3 in row 2 is out of range\. Expected integers from 0 to 2/,
    ],
    [
      "class weights",
      () =>
        build()
          .compile({ loss })
          .fit([left, right], [a, b], { classWeight: { 0: 1 } }),
      "fit: classWeight is for models with one output, this one has 2. Use sampleWeight per output.",
    ],
  ])("%s", async (_, attempt, message) => {
    await expect((async () => attempt())()).rejects.toThrow(message);
  });
});
