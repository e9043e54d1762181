import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { grad, interpreterBackend, randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor, TensorData } from "@tidu/core-tensor";
import { add, batchNormalization, dense, dropout, input, lambda } from "@tidu/layers";
import type { Symbolic, Weights } from "@tidu/layers";
import { adam, sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import type { Model } from "../model.ts";
import { fromBytes } from "../saving/load.ts";
import { sequential } from "../sequential.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;

const x = randomValues([24, 3], 1);
const y = Float32Array.from({ length: 24 }, (_, row) => Number(x.data[3 * row]) * 2);
const quiet = { batchSize: 8, epochs: 2, verbose: 0 } as const;

const changed = (before: Readonly<Record<string, TensorData>>, after: Readonly<Record<string, TensorData>>): readonly string[] =>
  Object.keys(before).filter((path) => before[path]?.data.join() !== after[path]?.data.join());

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "tidu-nested-"))));
afterAll(() => rm(folder, { recursive: true }));

describe.each(engines)("on %s", (_, backend) => {
  const compileOptions = { optimizer: adam({ learningRate: 0.05 }), loss: "mse" };
  const baseOf = (seed = 1) =>
    sequential([dense({ units: 4, activation: "tanh", inputShape: [3] }), batchNormalization(), dense({ units: 2, name: "top" })], {
      backend,
      name: "base",
      seed,
    }).compile(compileOptions);

  /** A base that has learned something. */
  async function trained(): Promise<Model> {
    const base = baseOf();
    await base.fit(
      x,
      [...y].map((value) => [value, -value]),
      quiet,
    );
    return base;
  }

  test("a frozen base keeps its weights to the bit, the head learns, and the original does not notice", async () => {
    const base = await trained();
    const before = await base.getWeights();
    base.trainable = false;
    const model = sequential([base, dense({ units: 1, name: "head" })], { backend, seed: 2 }).compile(compileOptions);
    const start = await model.getWeights();
    expect(Object.keys(start)).toEqual([...Object.keys(before).map((path) => `base/${path}`), "head/kernel", "head/bias"]);
    for (const [path, { data }] of Object.entries(before)) expect(start[`base/${path}`]?.data).toEqual(data);
    const { history } = await model.fit(x, y, { ...quiet, epochs: 30 });
    expect(history["loss"]?.at(-1)).toBeLessThan(0.5 * (history["loss"]?.[0] ?? NaN));
    expect(changed(start, await model.getWeights())).toEqual(["head/kernel", "head/bias"]);
    expect(await base.getWeights()).toEqual(before);
    expect(model.summary()).toContain("Trainable params: 3 ");
    expect(model.summary()).toContain("base (sequential)");
  });

  test("a base that is let go trains as a whole, running statistics included", async () => {
    const model = sequential([(await trained()).asLayer({ trainable: false }), dense({ units: 1, name: "head" })], { backend, seed: 2 });
    model.compile(compileOptions);
    await model.fit(x, y, quiet);
    const before = await model.getWeights();
    model.unfreeze("base");
    await model.fit(x, y, quiet);
    expect(changed(before, await model.getWeights())).toEqual(Object.keys(before));
    model.freeze("base/dense", "base/batchNormalization");
    const fine = await model.getWeights();
    await model.fit(x, y, quiet);
    expect(changed(fine, await model.getWeights())).toEqual(["base/top/kernel", "base/top/bias", "head/kernel", "head/bias"]);
  });

  test("with training: false statistics stay while weights train", async () => {
    const model = sequential([(await trained()).asLayer({ training: false }), dense({ units: 1 })], { backend, seed: 2 });
    model.compile(compileOptions);
    const before = await model.getWeights();
    await model.fit(x, y, quiet);
    const rest = Object.keys(before).filter((path) => !path.includes("/moving"));
    expect(changed(before, await model.getWeights())).toEqual(rest);
  });

  test("a model inside trains exactly like the same layers without it", async () => {
    const layersOf = () => [dense({ units: 4, activation: "tanh", inputShape: [3] }), batchNormalization(), dense({ units: 2 })] as const;
    const [first, second, third] = layersOf();
    const flat = sequential([first, second, third, dense({ units: 1, name: "head" })], { backend, seed: 3 });
    const nested = sequential([sequential(layersOf(), { backend, name: "base" }), dense({ units: 1, name: "head" })], { backend, seed: 3 });
    const weights = await flat.getWeights();
    const inside = (path: string): string => (path.startsWith("head") ? path : `base/${path}`);
    await nested.setWeights(Object.fromEntries(Object.entries(weights).map(([path, value]) => [inside(path), value])));
    const options = { ...quiet, shuffle: false };
    const { history } = await flat.compile(compileOptions).fit(x, y, options);
    expect((await nested.compile(compileOptions).fit(x, y, options)).history).toEqual(history);
    const after = await nested.getWeights();
    for (const [path, value] of Object.entries(await flat.getWeights())) expect(after[inside(path)]).toEqual(value);
  });

  test("is saved, loaded, trained on and exported with what is frozen", async () => {
    const base = (await trained()).asLayer({ trainable: false, name: "features" });
    const start = input({ shape: [3] });
    const build = (): Model =>
      functional({ inputs: start, outputs: dense({ units: 1 })(dropout({ rate: 0.1 })(base(start))), backend, seed: 4 });
    const model = build().compile(compileOptions);
    await model.fit(x, y, quiet);
    const loaded = fromBytes(await model.toBytes(), { backend });
    expect([loaded.layerNames, loaded.summary()]).toEqual([model.layerNames, model.summary()]);
    expect(await (await loaded.predict(x)).data()).toEqual(await (await model.predict(x)).data());
    const before = await model.getWeights();
    await model.fit(x, y, quiet);
    await loaded.fit(x, y, quiet);
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
    expect(changed(before, await loaded.getWeights())).toEqual(["dense/kernel", "dense/bias"]);
    const again = fromBytes(await model.unfreeze("features").toBytes(), { backend });
    expect(again.trainable && again.summary()).toBe(model.summary());
    const { maxDifference } = await model.export(join(folder, "nested.onnx"), { verifyWith: runOnnx });
    expect(maxDifference).toBeLessThan(1e-5);
  });

  test("a layer made of a model on the engine has the weights of that moment, whatever is trained next", async () => {
    const base = await trained();
    const before = await base.getWeights();
    const layer = base.asLayer();
    await base.fit(
      x,
      [...y].map((value) => [value, -value]),
      quiet,
    );
    const model = sequential([layer], { backend });
    const own = await model.getWeights();
    expect(changed(before, await base.getWeights())).not.toEqual([]);
    for (const [path, { data }] of Object.entries(before)) expect(own[`base/${path}`]?.data).toEqual(data);
  });
});

describe("a model as a layer", () => {
  const backend = async () => interpreterBackend();
  const twin = (): Model => {
    const [left, right] = [input({ shape: [2] }), input({ shape: [2] })];
    const shared = dense({ units: 2, useBias: false, name: "shared", kernelInitializer: "ones" });
    return functional({ inputs: [left, right], outputs: [add({ name: "sum" })([shared(left), shared(right)]), shared(left)], backend });
  };

  test("may have several inputs and outputs", async () => {
    const [a, b] = [input({ shape: [2], name: "a" }), input({ shape: [2], name: "b" })];
    const sum = twin().asLayer({ name: "twin" })([a, b]);
    const outputs: readonly Symbolic[] = sum.from?.outputs ?? [];
    const model = functional({ inputs: [a, b], outputs, backend });
    const made = await model.predictOutputs({ a: [[1, 2]], b: [[3, 4]] });
    expect(await Promise.all(Object.values(made).map((value) => value.array()))).toEqual([[[10, 10]], [[3, 3]]]); // 1 + 2 + 3 + 4, 1 + 2
  });

  test("shares its weights when it is called twice, and trains on both gradients", async () => {
    const one = sequential([dense({ units: 1, useBias: false, kernelInitializer: "zeros", inputShape: [1] })], { backend, name: "one" });
    const [a, b] = [input({ shape: [1] }), input({ shape: [1] })];
    const layer = one.asLayer();
    const model = functional({ inputs: [a, b], outputs: add()([layer(a), layer(b)]), backend });
    model.compile({ optimizer: sgd({ learningRate: 1 }), loss: (_: Tensor, prediction: Tensor) => prediction.mean({ axis: -1 }) });
    await model.trainOnBatch([[[2]], [[5]]], [[0]]);
    // the output is w · (a + b), so the step takes a + b away (by hand)
    expect(Array.from((await model.getWeights())["one/dense/kernel"]?.data ?? [], Number)).toEqual([-7]);
  });

  test("works on plain trees, under grad", async () => {
    const one = sequential([dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })], { backend, name: "one" }).asLayer();
    const weights = one.init(randomKey(1), [{ dtype: "float32", shape: [1, 2] }]);
    const loss = (weights: Weights): Tensor => one.apply(weights, tensor([[3, 4]]))[0].sum();
    expect(await loss(weights).item()).toBe(7);
    const gradient = grad(loss)(weights)["dense"];
    expect(gradient !== undefined && "kernel" in gradient && (await (gradient["kernel"] as Tensor).array())).toEqual([[3], [4]]);
  });

  test("may hold models that hold models", async () => {
    const inner = sequential([dense({ units: 2, inputShape: [2] }), batchNormalization()], { backend, name: "inner" });
    const middle = sequential([inner, dense({ units: 2 })], { backend, name: "middle" });
    const outer = sequential([middle.freeze("inner/dense"), dense({ units: 1 })], { backend, seed: 1 });
    expect(outer.layerNames).toEqual([
      "middle",
      "middle/inner",
      "middle/inner/dense",
      "middle/inner/batchNormalization",
      "middle/dense",
      "dense",
    ]);
    outer.compile({ optimizer: sgd(), loss: "mse" });
    const before = await outer.getWeights();
    await outer.fit(randomValues([24, 2], 1), y, { verbose: 0 });
    const others = Object.keys(before).filter((path) => !path.startsWith("middle/inner/dense"));
    expect(changed(before, await outer.getWeights())).toEqual(others);
    expect(fromBytes(await outer.toBytes(), { backend }).layerNames).toEqual(outer.layerNames);
  });

  test("stays frozen, or not, when layers are added", () => {
    const base = sequential([dense({ units: 2, inputShape: [2] }), dense({ units: 2, name: "top" })], { backend, name: "base" });
    const model = sequential([base.asLayer({ trainable: false })], { backend })
      .unfreeze("base/top")
      .add(dense({ units: 1 }));
    expect([...model.network.frozen]).toEqual(["base/dense"]);
    expect(
      model
        .freeze("dense")
        .add(dense({ units: 1 }))
        .summary(),
    ).toContain("Trainable params: 8 "); // top: 6, the last: 2
  });

  test("mistakes are named", async () => {
    const base = sequential([dense({ units: 2, inputShape: [2] })], { backend, name: "base" });
    const model = sequential([base, dense({ units: 1, trainable: false, name: "head" })], { backend });
    expect(() => model.freeze("bsae")).toThrow(/sequential: freeze: .*"bsae".*"base"/);
    expect(() => model.getLayer("base/dens")).toThrow(/getLayer: .*"base\/dens".*"base\/dense"/);
    expect(() => model.unfreeze("head")).toThrow('sequential: unfreeze: the layer "head" was made with trainable: false.');
    expect(() => sequential([dense({ units: 3, inputShape: [4] }), base.asLayer()])).toThrow(
      "base: expected float32[batch, 2], as the model was built for, received float32[batch, 3].",
    );
    expect(() => sequential([dense({ units: 2 })], { backend }).asLayer()).toThrow("the shape of its input is not known yet");
    const unnamed = sequential([lambda({ function: (x) => x.neg(), inputShape: [2] })], { backend, name: "negative" });
    await expect(sequential([unnamed], { backend }).toBytes()).rejects.toThrow("save: negative cannot go into a file");
    expect(() => base.asLayer({ name: "a", trainble: false } as object)).toThrow(
      'there is no option "trainble", did you mean "trainable"?',
    );
  });
});

test("weights are taken over from another model's file by path, what does not fit is said", async () => {
  const backend = async () => interpreterBackend();
  const of = (units: number) => sequential([dense({ units: 3, inputShape: [2] }), dense({ units, name: "head" })], { backend });
  const path = join(folder, "base.safetensors");
  const source = of(5);
  await source.save(path);
  const target = of(2);
  await expect(target.loadWeights(path)).rejects.toThrow('has no weight "head/kernel". Pass skipMismatch: true to take over what fits.');
  const head = ["head/kernel", "head/bias"];
  expect(await target.loadWeights(path, { skipMismatch: true })).toEqual({
    loaded: ["dense/kernel", "dense/bias"],
    skipped: head,
    missing: head,
  });
  expect((await target.getWeights())["dense/kernel"]).toEqual((await source.getWeights())["dense/kernel"]);
  expect(await of(5).loadWeights(path)).toMatchObject({ skipped: [], missing: [] });
  await target.setWeights({ ...(await source.getWeights()), other: [1] }, { skipMismatch: true });
});
