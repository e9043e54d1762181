import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend, tensor } from "@tidu/core-tensor";
import type { Backend, Executable, TensorSpec } from "@tidu/core-tensor";
import { dense, dropout } from "@tidu/layers";
import { adam, sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { Callback } from "./callbacks.ts";
import { sequential } from "./sequential.ts";
import type { Sequential } from "./sequential.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", async () => interpreterBackend()],
] as const;
const interpreter = async (): Promise<Backend> => interpreterBackend();

const x = randomValues([24, 3], 1);
const y = randomValues([24, 1], 2);
const quiet = { batchSize: 8, verbose: 0 } as const;

const modelOn = (backend: Backend | (() => Promise<Backend>)): Sequential =>
  sequential([dense({ units: 5, activation: "relu", inputShape: [3] }), dense({ units: 1 })], { backend, seed: 1 }).compile({
    optimizer: adam({ learningRate: 0.01 }),
    loss: "mse",
  });

/** A backend with other ways of its own. */
const changed = (inner: Backend, change: Partial<Backend>): Backend => ({
  name: inner.name,
  loops: inner.loops,
  compile: (...args) => inner.compile(...args),
  upload: (...args) => inner.upload(...args),
  dispose: () => inner.dispose(),
  ...change,
});

describe.each(engines)("on %s", (_, backend) => {
  test("bytes stay bytes on the backend and become numbers in the graph", async () => {
    const inner = await backend();
    const uploads: TensorSpec[] = [];
    const watched = changed(inner, {
      upload: (data, spec) => {
        uploads.push(spec);
        return inner.upload(data, spec);
      },
    });
    const bytes = Uint8Array.from({ length: 72 }, (_, i) => (i * 37) % 256);
    const [fromBytes, fromFloats] = [modelOn(watched), modelOn(inner)];
    const { history } = await fromBytes.fit(bytes, y, quiet);
    expect(history).toEqual((await fromFloats.fit(Float32Array.from(bytes), y, quiet)).history);
    expect(uploads).toContainEqual({ shape: [24, 3], dtype: "uint8" });
    expect(uploads).not.toContainEqual({ shape: [24, 3], dtype: "float32" });
    expect(await fromBytes.evaluate(bytes, y)).toEqual(await fromFloats.evaluate(Float32Array.from(bytes), y));
    const expected = await (await fromFloats.predict(Float32Array.from(bytes))).array();
    expect(await (await fromBytes.predict(bytes)).array()).toEqual(expected);
    const path = join(await mkdtemp(join(tmpdir(), "tidu-bytes-")), "bytes.onnx");
    expect(await fromBytes.export(path, { samples: bytes, verifyWith: runOnnx })).toMatchObject({ samples: 24 });
  });

  test("numbers come in many forms", async () => {
    const nested = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const model = modelOn(backend);
    const expected = await (await model.predict(nested)).array();
    for (const same of [
      Float32Array.from(nested.flat()),
      Int32Array.from(nested.flat()),
      nested.map((row) => Float32Array.from(row)),
      tensor(nested),
      { input: nested },
    ]) {
      expect(await (await model.predict(same)).array()).toEqual(expected);
    }
    expect(await (await model.predict(nested, { batchSize: 1 })).array()).toEqual(expected);
    expect(await (await model.predictOnBatch(nested)).array()).toEqual(expected);
  });

  test("predictions and evaluation see new weights at once", async () => {
    const model = sequential([dense({ units: 1, inputShape: [1] })], { backend }).compile({ optimizer: "sgd", loss: "mse" });
    for (const weight of [1, 2]) {
      await model.setWeights({ "dense/kernel": [[weight]], "dense/bias": [0] });
      expect(await (await model.predict([[3]])).array()).toEqual([[3 * weight]]);
      expect(await model.evaluate([[3]], [[0]])).toEqual({ loss: 9 * weight * weight });
    }
    await model.trainOnBatch([[1]], [[1]]);
    const kernel = (await model.getWeights())["dense/kernel"]?.data[0];
    expect(await (await model.predict([[1]])).item()).toBeCloseTo(
      Number(kernel) + Number((await model.getWeights())["dense/bias"]?.data[0]),
      6,
    );
  });

  test("weights are copies, read and written", async () => {
    const model = modelOn(backend);
    await model.fit(x, y, quiet);
    const first = await model.getWeights();
    const kernel = first["dense/kernel"]?.data;
    kernel?.fill(7 as never);
    expect((await model.getWeights())["dense/kernel"]?.data).not.toEqual(kernel);
    const given = new Float32Array(15).fill(1);
    await model.setWeights({ "dense/kernel": given });
    given.fill(2);
    expect((await model.getWeights())["dense/kernel"]?.data[0]).toBe(1);
  });

  test("an error in a callback loses nothing: the last step stays, and training goes on", async () => {
    const model = modelOn(backend);
    let seen: unknown;
    const fail: Callback = {
      onEpochEnd: async (epoch) => {
        seen = await model.getWeights();
        if (epoch === 1) throw new Error("no more");
      },
    };
    await expect(model.fit(x, y, { ...quiet, epochs: 5, callbacks: [fail] })).rejects.toThrow("no more");
    expect(await model.getWeights()).toEqual(seen);
    expect(model.history.epoch).toEqual([0, 1]);
    const { history } = await model.fit(x, y, { ...quiet, epochs: 2 });
    expect(history["loss"]).toHaveLength(2);
  });

  test("callbacks may evaluate, predict, save and set weights", async () => {
    const model = modelOn(backend);
    const zeros = { "dense/kernel": new Float32Array(15), "dense_1/kernel": new Float32Array(5), "dense_1/bias": [0] };
    const losses: unknown[] = [];
    const look: Callback = {
      onEpochEnd: async (_, logs) => {
        losses.push((await model.evaluate(x, y))["loss"] === logs["val_loss"]);
        expect((await model.predict(x)).shape).toEqual([24, 1]);
        expect((await model.toBytes()).length).toBeGreaterThan(100);
        await model.setWeights(zeros);
        expect(await (await model.predict([[1, 2, 3]])).array()).toEqual([[0]]);
      },
    };
    const { history } = await model.fit(x, y, { ...quiet, batchSize: 24, epochs: 2, validationData: [x, y], callbacks: [look] });
    expect(losses).toEqual([true, true]);
    const mean = Array.from(y.data, Number).reduce((sum, value) => sum + value ** 2, 0) / 24;
    expect(history["loss"]?.[1]).toBeCloseTo(mean, 5); // the second epoch starts from zeros
  });
});

test("an engine that fails in the middle loses nothing either", async () => {
  const inner = interpreterBackend();
  let left = 4;
  const compile: Backend["compile"] = async (...args) => {
    const executable = await inner.compile(...args);
    const run: Executable["run"] = async (...inputs) => {
      if (left-- === 0) throw new Error("out of memory");
      return executable.run(...inputs);
    };
    return { run, dispose: () => executable.dispose() };
  };
  const model = modelOn(changed(inner, { compile }));
  await expect(model.fit(x, y, { ...quiet, epochs: 5 })).rejects.toThrow("out of memory");
  const plain = modelOn(inner);
  await plain.fit(x, y, { ...quiet, epochs: 1 });
  expect(model.history.history["loss"]).toEqual(plain.history.history["loss"]); // three steps; the fourth was in epoch 1
  expect((await model.fit(x, y, quiet)).history["loss"]?.[0]).toBeGreaterThan(0);
});

test("two runs at once are refused, by name", async () => {
  const model = modelOn(interpreter);
  const first = model.fit(x, y, { ...quiet, epochs: 2 });
  await expect(model.predict(x)).rejects.toThrow("sequential: predict was called while fit is running. Await fit first.");
  await expect(model.getWeights()).rejects.toThrow("getWeights was called while fit is running");
  expect(() => model.compile({ loss: "mse" })).toThrow("compile was called while fit is running");
  expect(() => model.add(dense({ units: 1 }))).toThrow("changing its layers was called while fit is running");
  await first;
  const within = (work: () => unknown): Promise<unknown> =>
    model.fit(x, y, { ...quiet, callbacks: [{ onEpochEnd: async () => void (await work()) }] });
  await expect(within(() => model.fit(x, y))).rejects.toThrow(
    "fit was called while fit is running. A callback cannot do that: do it when fit has ended.",
  );
  await expect(within(() => model.compile({ loss: "mse" }))).rejects.toThrow("A callback cannot do that");
  await expect(within(() => void model.predict(x))).rejects.toThrow(
    "sequential: a callback of fit left predict running. Await it in the callback.",
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await model.evaluate(x, y)).toHaveProperty("loss");
});

test("predictions that are asked for at once come one after the other", async () => {
  const model = modelOn(() => onnxruntime());
  const [first, second, { loss }] = await Promise.all([model.predict(x), model.predict(x), model.evaluate(x, y)]);
  expect(await second.array()).toEqual(await first.array());
  expect(loss).toBeGreaterThan(0);
});

test("layers are added and taken away; those that stay keep their weights", async () => {
  const model = modelOn(() => onnxruntime());
  await model.fit(x, y, quiet);
  const before = await model.getWeights();
  expect(model.pop().kind).toBe("dense");
  expect(await (await model.predict(x)).array()).toHaveLength(24);
  model.add(dropout({ rate: 0.5 })).add(dense({ units: 2, name: "head" }));
  const after = await model.getWeights();
  expect(Object.keys(after)).toEqual(["dense/kernel", "dense/bias", "head/kernel", "head/bias"]);
  expect(after["dense/kernel"]).toEqual(before["dense/kernel"]);
  await model.fit(x, randomValues([24, 2], 3), quiet);
  expect(() => model.add(dense({ units: 1, name: "head" }))).toThrow('Two layers are named "head"');
  expect(model.layers).toHaveLength(3);
  const empty = sequential([], { backend: interpreter });
  expect(() => empty.pop()).toThrow("sequential: it has no layers to take away.");
});

test("a model without an input shape is built by its first data, or by build", async () => {
  const model = sequential([dense({ units: 2 }), dense({ units: 1 })], { backend: interpreter, seed: 1 });
  expect(() => model.summary()).toThrow(
    "sequential: the shape of its input is not known yet. Give the first layer an inputShape, or call fit or build first.",
  );
  await expect(model.getWeights()).rejects.toThrow("is not known yet");
  model.compile({ optimizer: "adam", loss: "mse" });
  await model.fit(x, y, quiet);
  expect(model.network.inputs[0]?.spec.shape.slice(1)).toEqual([3]);
  await expect(model.fit(randomValues([4, 2], 1), [1, 2, 3, 4])).rejects.toThrow(
    'fit: x: layer "dense" expected float32[rows, 3], received float32[4, 2].',
  );
  const built = sequential([dense({ units: 2 }), dense({ units: 1 })], { backend: interpreter, seed: 1 }).build([3]);
  built.compile({ optimizer: "adam", loss: "mse" });
  await built.fit(x, y, quiet);
  expect(await built.getWeights()).toEqual(await model.getWeights());
});

test("what the engine holds stays the same over epochs, and dispose gives it back", async () => {
  const backend = await tfjsBackend({ backend: "wasm" });
  const held = (): number => tf.findBackend("wasm").numDataIds();
  const before = held();
  const model = modelOn(backend);
  const counts: number[] = [];
  await model.fit(x, y, { ...quiet, epochs: 6, validationSplit: 0.2, callbacks: [{ onEpochEnd: () => void counts.push(held()) }] });
  expect(new Set(counts.slice(1)).size).toBe(1);
  const afterFit = held();
  for (let i = 0; i < 3; i++) {
    await model.fit(x, y, quiet);
    await model.trainOnBatch(x, y);
    await model.evaluate(x, y);
    await model.predict(x);
  }
  const afterMore = held();
  for (let i = 0; i < 3; i++) {
    await model.fit(x, y, quiet);
    await model.trainOnBatch(x, y);
    await model.evaluate(x, y);
    await model.predict(x);
  }
  expect(held()).toBe(afterMore);
  expect(afterMore).toBeGreaterThan(0);
  expect(afterFit).toBeGreaterThan(before);
  const weights = await model.getWeights();
  await model.dispose();
  expect(held()).toBe(before);
  expect(await model.getWeights()).toEqual(weights);
  expect((await model.fit(x, y, quiet)).history["loss"]).toHaveLength(1);
  await model.dispose();
});

test("a model moves to the backend that compile names", async () => {
  const model = modelOn(() => onnxruntime());
  await model.fit(x, y, quiet);
  const weights = await model.getWeights();
  model.compile({ optimizer: sgd(), loss: "mse", backend: await tfjsBackend({ backend: "cpu" }) });
  expect((await model.backend()).name).toBe("tfjs cpu");
  expect(await model.getWeights()).toEqual(weights);
  await model.fit(x, y, quiet);
});

test("a backend that could not be opened is tried again", async () => {
  let attempts = 0;
  const model = modelOn(async () => {
    attempts++;
    if (attempts === 1) throw new Error("not installed");
    return interpreterBackend();
  });
  await expect(model.predict(x)).rejects.toThrow("not installed");
  await model.predict(x);
  await model.predict(x);
  expect(attempts).toBe(2);
});
