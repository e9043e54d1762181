import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { add, batchNormalization, dense, dropout, input, lambda, regularizers, serializable } from "@tidu/layers";
import { adam, exponentialDecay, sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import { binaryCrossentropy } from "../losses/index.ts";
import { precision } from "../metrics/index.ts";
import type { Model } from "../model.ts";
import { sequential, Sequential } from "../sequential.ts";
import { fromBytes, load } from "./load.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;
const open = async (): Promise<Backend> => interpreterBackend();

const x = randomValues([30, 4], 1);
const y = Float32Array.from({ length: 30 }, (_, row) => (Number(x.data[4 * row]) > 0 ? 1 : 0));
const fitOptions = { batchSize: 8, verbose: 0 } as const;

const modelOn = (backend: () => Promise<Backend>, useEma = false): Sequential =>
  sequential(
    [
      dense({ units: 6, activation: "relu", kernelRegularizer: regularizers.l2(), inputShape: [4] }),
      batchNormalization({ momentum: 0.9 }),
      dropout({ rate: 0.3 }),
      dense({ units: 1, activation: "sigmoid" }),
    ],
    { backend, seed: 4, name: "yes-no" },
  ).compile({
    optimizer: adam({ learningRate: 0.02, clipNorm: 1, useEma }),
    loss: binaryCrossentropy({ labelSmoothing: 0.1 }),
    metrics: ["accuracy", precision()],
  });

describe.each(engines)("on %s", (_, backend) => {
  test("a loaded model gives the same predictions, to the bit", async () => {
    const model = modelOn(backend);
    await model.fit(x, y, fitOptions);
    const path = join(await mkdtemp(join(tmpdir(), "tidu-save-")), "model.safetensors");
    await model.save(path);
    const loaded = await load(path, { backend });
    expect(loaded).toBeInstanceOf(Sequential);
    expect(loaded.name).toBe("yes-no");
    expect(await (await loaded.predict(x)).array()).toEqual(await (await model.predict(x)).array());
    expect(await loaded.evaluate(x, y)).toEqual(await model.evaluate(x, y));
    expect(loaded.summary()).toBe(model.summary());
  });

  test("training goes on exactly as if it had not been interrupted", async () => {
    const whole = modelOn(backend);
    const { history } = await whole.fit(x, y, { ...fitOptions, epochs: 4 });
    const first = modelOn(backend);
    await first.fit(x, y, { ...fitOptions, epochs: 2 });
    const loaded = fromBytes(await first.toBytes(), { backend });
    const rest = await loaded.fit(x, y, { ...fitOptions, initialEpoch: 2, epochs: 4 });
    expect(Object.values(rest.history)).toEqual(Object.values(history).map((values) => values.slice(2)));
    expect(await loaded.getWeights()).toEqual(await whole.getWeights());
  });

  test("with averaged weights, the loaded model trains on as the one in memory does", async () => {
    const model = modelOn(backend, true);
    await model.fit(x, y, { ...fitOptions, epochs: 2 });
    const loaded = fromBytes(await model.toBytes(), { backend });
    const [kept, again] = [await model.fit(x, y, fitOptions), await loaded.fit(x, y, fitOptions)];
    expect(again).toEqual(kept);
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
  });
});

test("what one engine trained, another goes on with", async () => {
  const model = modelOn(() => onnxruntime());
  await model.fit(x, y, fitOptions);
  const loaded = fromBytes(await model.toBytes(), { backend: () => tfjsBackend({ backend: "wasm" }) });
  const [kept, again] = [await model.fit(x, y, fitOptions), await loaded.fit(x, y, fitOptions)];
  expect(again.history["loss"]?.[0]).toBeCloseTo(kept.history["loss"]?.[0] ?? NaN, 5);
});

test("a model saved by a callback resumes from the end of that epoch", async () => {
  const whole = modelOn(open);
  let bytes = new Uint8Array();
  const save = { onEpochEnd: async (epoch: number) => void (epoch === 0 && (bytes = new Uint8Array(await whole.toBytes()))) };
  await whole.fit(x, y, { ...fitOptions, epochs: 3, callbacks: [save] });
  const loaded = fromBytes(bytes, { backend: open });
  await loaded.fit(x, y, { ...fitOptions, epochs: 2 });
  expect(await loaded.getWeights()).toEqual(await whole.getWeights());
});

test("branches, shared layers, several outputs and free sizes come back", async () => {
  const [left, right] = [input({ shape: ["time", 2], name: "left" }), input({ shape: ["time", 2], name: "right" })];
  const shared = dense({ units: 3, name: "shared" });
  const joined = add()([shared(left), shared(right)]);
  const outputs = [dense({ units: 1, name: "a" })(joined), dense({ units: 2, name: "b" })(joined)];
  const model = functional({ inputs: [left, right], outputs, backend: open, seed: 1 });
  model.compile({
    loss: { a: "mse", b: "mae" },
    lossWeights: { a: 2, b: 1 },
    metrics: { b: ["mse"] },
    optimizer: sgd({ learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 }) }),
  });
  const data = { left: randomValues([5, 6, 2], 1), right: randomValues([5, 6, 2], 2) };
  const targets = { a: randomValues([5, 6, 1], 3), b: randomValues([5, 6, 2], 4) };
  await model.fit(data, targets, fitOptions);
  const loaded = fromBytes(await model.toBytes(), { backend: open });
  const [kept, again] = [await model.fit(data, targets, fitOptions), await loaded.fit(data, targets, fitOptions)];
  expect(again).toEqual(kept);
  expect(Object.keys(again.history)).toEqual(["loss", "a_loss", "b_loss", "b_mse"]);
  expect(await loaded.getWeights()).toEqual(await model.getWeights());
});

test("a model that waited for its data comes back built, and layers can be added", async () => {
  const model = sequential([dense({ units: 2 })], { backend: open, seed: 1 }).build([3]);
  const loaded = fromBytes(await model.toBytes(), { backend: open });
  expect(await loaded.getWeights()).toEqual(await model.getWeights());
  if (!(loaded instanceof Sequential)) throw new Error("expected a sequential model");
  loaded.add(dense({ units: 5 }));
  expect(loaded.network.layers.map(({ name }) => name)).toEqual(["dense", "dense_1"]);
  expect((await loaded.getWeights())["dense/kernel"]).toEqual((await model.getWeights())["dense/kernel"]);
});

describe("functions", () => {
  const swish = (x: Tensor): Tensor => x.mul(x.sigmoid());

  test("without a name are refused when saving, by the name of the layer", async () => {
    const activation = sequential([dense({ units: 2, inputShape: [1] }), dense({ units: 1, activation: swish })], { backend: open });
    await expect(activation.save("x.safetensors")).rejects.toThrow(
      /^save: dense_1 cannot go into a file: dense: activation is a function\. Use one by name, or give .*serializable\(\)/,
    );
    const layer = sequential([lambda({ function: (x: Tensor) => x.mul(2), inputShape: [1], name: "double" })], { backend: open });
    await expect(layer.save("x.safetensors")).rejects.toThrow(/^save: double cannot go into a file/);
  });

  test("with a name are given again", async () => {
    const model = sequential([dense({ units: 1, activation: serializable("swish", (x: Tensor) => swish(x)), inputShape: [1] })], {
      backend: open,
    });
    const bytes = await model.toBytes();
    const loaded = fromBytes(bytes, { backend: open, custom: { functions: { swish } } });
    expect(await (await loaded.predict([[2]])).array()).toEqual(await (await model.predict([[2]])).array());
    expect(() => fromBytes(bytes)).toThrow(/the file names a function "swish"\. Pass it again/);
  });

  const compiled = (loss: (y: Tensor, prediction: Tensor) => Tensor): Model =>
    sequential([dense({ units: 1, inputShape: [4] })], { backend: open, seed: 1 }).compile({ optimizer: adam(), loss, metrics: ["mae"] });
  const cubed = (y: Tensor, prediction: Tensor): Tensor => y.sub(prediction).abs().pow(3).mean({ axis: -1 });

  test("as a loss: the model loads, says that it cannot train, and goes on exactly when given the loss again", async () => {
    const model = compiled(cubed);
    await model.fit(x, y, fitOptions);
    const bytes = await model.toBytes();
    const loaded = fromBytes(bytes, { backend: open });
    expect(await (await loaded.predict(x)).array()).toEqual(await (await model.predict(x)).array());
    await expect(loaded.fit(x, y)).rejects.toThrow(
      'sequential: its file could not hold the function "cubed". Pass it to load, { compile: { optimizer, loss, … } }, to go on where training left off, or call compile before fit.',
    );
    const resumed = fromBytes(bytes, { backend: open, compile: { optimizer: adam(), loss: cubed, metrics: ["mae"] } });
    expect(await resumed.fit(x, y, fitOptions)).toEqual(await model.fit(x, y, fitOptions));
    expect(() => fromBytes(bytes, { backend: open, compile: { optimizer: sgd({ momentum: 0.9 }), loss: cubed } })).toThrow(
      /load: the file lacks "slots.*The file was written with another optimizer than sgd/,
    );
  });

  test("as a loss with a name are given again", async () => {
    const model = compiled(serializable("cubed", (y: Tensor, prediction: Tensor) => cubed(y, prediction)));
    await model.fit(x, y, fitOptions);
    const bytes = await model.toBytes();
    const loaded = fromBytes(bytes, { backend: open, custom: { functions: { cubed } } });
    expect(await loaded.fit(x, y, fitOptions)).toEqual(await model.fit(x, y, fitOptions));
    expect(() => fromBytes(bytes)).toThrow(
      'load: loss: the file names a function "cubed". Pass it again: { custom: { functions: { "cubed": … } } }.',
    );
  });
});
