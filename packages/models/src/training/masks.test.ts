import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { dense, input, lambda } from "@tidu/layers";
import type { Config } from "@tidu/layers";
import { sgd } from "@tidu/optimizers";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import { lossFromConfig } from "../losses/loss-from.ts";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

interface Case {
  readonly name: string;
  readonly x: FixtureTensor;
  readonly y: FixtureTensor;
  readonly sampleWeight?: FixtureTensor;
  readonly loss: Config;
  readonly metrics: readonly string[];
  readonly units: number;
  readonly activation: string;
  readonly kernel: FixtureTensor;
  readonly bias: FixtureTensor;
  readonly evaluate: readonly { readonly batchSize: number; readonly result: Readonly<Record<string, number>> }[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly after: { readonly kernel: FixtureTensor; readonly bias: FixtureTensor };
}

const { training, source } = loadFixture<{ readonly source: string; readonly training: readonly Case[] }>("masks");

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", async () => interpreterBackend()],
] as const;

/** Steps of zeros are masked, as Keras's `Masking` does. */
const masking = () => lambda({ function: (x) => x, mask: (x) => x.notEqual(0).any({ axis: -1 }) });

describe.each(engines)(`on %s, like ${source}`, (_, backend) => {
  const modelOf = async (given: Case): Promise<Sequential> => {
    const { units } = given;
    const activation = given.activation as "softmax" | "sigmoid" | "linear";
    const model = sequential([masking(), dense({ units, activation, name: "last" })], { backend }).build(given.x.shape.slice(1));
    model.compile({
      optimizer: sgd({ learningRate: 0.5 }),
      loss: lossFromConfig(given.loss),
      metrics: given.metrics,
      weightedMetrics: given.metrics,
    });
    return model.setWeights({ "last/kernel": fixtureTensor(given.kernel), "last/bias": fixtureTensor(given.bias) });
  };
  const weightOf = ({ sampleWeight }: Case) => (sampleWeight === undefined ? {} : { sampleWeight: fixtureTensor(sampleWeight) });

  test.each(training.map((item): [string, Case] => [item.name, item]))("evaluate: %s", async (_, given) => {
    const model = await modelOf(given);
    for (const { batchSize, result } of given.evaluate) {
      const logs = await model.evaluate(fixtureTensor(given.x), fixtureTensor(given.y), { batchSize, ...weightOf(given) });
      for (const [key, value] of Object.entries(result)) expect([key, logs[key]]).toEqual([key, expect.closeTo(value, 5)]);
    }
  });

  test.each(training.map((item): [string, Case] => [item.name, item]))("fit: %s", async (_, given) => {
    const model = await modelOf(given);
    const settings = { epochs: 2, batchSize: 3, shuffle: false, verbose: 0, ...weightOf(given) } as const;
    const { history } = await model.fit(fixtureTensor(given.x), fixtureTensor(given.y), settings);
    for (const [key, values] of Object.entries(given.history))
      expect([key, history[key]]).toEqual([key, values.map((value) => expect.closeTo(value, 4))]);
    const after = await model.getWeights();
    for (const name of ["kernel", "bias"] as const)
      expect(
        differenceOf(after[`last/${name}`] ?? fixtureTensor(given.kernel), fixtureTensor(given.after[name]), { relative: 1e-4 }),
      ).toBeUndefined();
  });
});

const [sparse] = training;

describe("batches of masked steps", () => {
  const model = () => {
    const made = sequential([masking(), dense({ units: 2, activation: "softmax", name: "last" })], {
      backend: async () => interpreterBackend(),
      seed: 1,
    });
    return made.build([3, 2]).compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  };

  test("where nothing counts, the loss is 0 and no weight changes", async () => {
    const zeros = fixtureTensor({ shape: [2, 3, 2], data: Array.from({ length: 12 }, () => 0) });
    const y = [
      [0, 1, 0],
      [1, 1, 0],
    ];
    const made = model();
    const before = await made.getWeights();
    expect(await made.evaluate(zeros, y)).toEqual({ loss: 0, accuracy: 0 });
    await made.fit(zeros, y, { verbose: 0 });
    expect(await made.getWeights()).toEqual(before);
  });

  test("a weight a row goes with a mask of steps", async () => {
    const x = [
      [
        [1, 2],
        [0.5, 1],
        [0, 0],
      ],
      [
        [1, 1],
        [0, 0],
        [0, 0],
      ],
    ];
    const y = [
      [0, 1, 0],
      [1, 1, 0],
    ];
    const made = model();
    const byRow = await made.evaluate(x, y, { sampleWeight: [2, 0.5] });
    const byStep = await made.evaluate(x, y, {
      sampleWeight: [
        [2, 2, 2],
        [0.5, 0.5, 0.5],
      ],
    });
    expect(byRow).toEqual(byStep);
    await expect(
      made.evaluate(x, y, {
        sampleWeight: [
          [1, 1],
          [1, 1],
        ],
      }),
    ).rejects.toThrow("one for each position [2, 3], received shape [2, 2]");
  });

  test("a stream brings weights per step, and class weights multiply them", async () => {
    if (sparse === undefined) throw new Error("the fixture is empty");
    const made = sequential([masking(), dense({ units: 3, activation: "softmax", name: "last" })], {
      backend: async () => interpreterBackend(),
    });
    made.build(sparse.x.shape.slice(1)).compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
    await made.setWeights({ "last/kernel": fixtureTensor(sparse.kernel), "last/bias": fixtureTensor(sparse.bias) });
    const [x, y] = [fixtureTensor(sparse.x), fixtureTensor(sparse.y)];
    const classWeight = { 0: 1, 1: 3, 2: 0.5 };
    const ids = sparse.y.data;
    const ones = { ...y, dtype: "float32" as const, data: Float32Array.from(ids, () => 1) };
    const byClass = { ...ones, data: Float32Array.from(ids, (id) => [1, 3, 0.5][id] ?? 0) };
    const before = await made.getWeights();
    const stream = await made.fit([{ x, y, sampleWeight: ones }], { classWeight, verbose: 0 });
    await made.setWeights(before);
    const arrays = await made.fit(x, y, { sampleWeight: byClass, batchSize: 7, shuffle: false, verbose: 0 });
    expect(stream.history["loss"]?.[0]).toBeCloseTo(arrays.history["loss"]?.[0] ?? NaN, 6);
  });

  test("a model inside another gives its mask on", async () => {
    const inner = sequential([masking()], { backend: async () => interpreterBackend() }).build([3, 2]);
    const last = dense({ units: 1, kernelInitializer: "ones", name: "last" });
    const made = sequential([inner, last], { backend: async () => interpreterBackend() }).build([3, 2]);
    made.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    expect(
      await made.evaluate(
        [
          [
            [1, 2],
            [0, 0],
            [0, 0],
          ],
        ],
        [[[0], [3], [3]]],
      ),
    ).toEqual({ loss: 9 }); // by hand
  });

  test("of several outputs each has its own mask", async () => {
    const x = input({ shape: [3, 2] });
    const masked = dense({ units: 1, name: "masked", kernelInitializer: "ones" })(masking()(x));
    const plain = dense({ units: 1, name: "plain", kernelInitializer: "ones" })(x);
    const made = functional({ inputs: x, outputs: [masked, plain], backend: async () => interpreterBackend() });
    made.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const rows = [
      [
        [1, 2],
        [0, 0],
        [0, 0],
      ],
    ];
    const y = [[[0], [3], [3]]];
    const logs = await made.evaluate(rows, { masked: y, plain: y });
    expect([logs["masked_loss"], logs["plain_loss"]]).toEqual([9, 9]); // by hand: 3² alone, and (9 + 9 + 9) / 3
    const others = [[[0], [6], [3]]];
    expect((await made.evaluate(rows, { masked: others, plain: others }))["masked_loss"]).toBe(9);
  });

  // By hand: of the steps that count, the outputs say yes to two, of which one is right.
  test("masked steps do not count in any metric (in Keras they do in precision)", async () => {
    const steps = sequential([masking(), dense({ units: 1, activation: "sigmoid", name: "last" })], {
      backend: async () => interpreterBackend(),
    });
    steps.build([3, 1]).compile({ optimizer: "sgd", loss: "binaryCrossentropy", metrics: ["precision", "recall", "auc", fractionOfYes] });
    await steps.setWeights({ "last/kernel": [[1]], "last/bias": [0.5] });
    const logs = await steps.evaluate(
      [
        [[2], [1], [0]],
        [[-3], [0], [0]],
      ],
      [
        [[1], [0], [1]],
        [[1], [0], [0]],
      ],
    );
    expect([logs["precision"], logs["recall"], logs["fractionOfYes"]]).toEqual([1 / 2, 1 / 2, expect.closeTo(2 / 3, 6)]);
  });

  test("a loss of one's own gets the mask where it joins steps", async () => {
    const lastStep = (y: Tensor, prediction: Tensor, mask?: Tensor): Tensor => {
      const counts = mask === undefined ? prediction.squeeze(-1).mul(0).add(1) : mask.cast("float32");
      return prediction.sub(y).squeeze(-1).mul(counts).sum({ axis: 1 }); // [batch]
    };
    const made = sequential([masking(), dense({ units: 1, kernelInitializer: "ones" })], { backend: async () => interpreterBackend() });
    made.build([3, 1]).compile({ optimizer: "sgd", loss: lastStep });
    const logs = await made.evaluate([[[2], [1], [0]]], [[[1], [1], [7]]]);
    expect(logs["loss"]).toBe(1); // (2 − 1) + (1 − 1)
  });
});

/** The share of outputs above 1/2, for each step. */
const fractionOfYes = (_: Tensor, prediction: Tensor): Tensor => prediction.squeeze(-1).greater(0.5).cast("float32");
