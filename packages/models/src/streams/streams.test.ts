import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { tensorData } from "@tidu/core-tensor";
import type { Backend, Executable, TensorData } from "@tidu/core-tensor";
import { batches, fromTensors, pipeline } from "@tidu/datasets";
import { batchNormalization, dense, dropout, flatten, input, lambda, rescaling } from "@tidu/layers";
import { adam } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { Callback, Logs } from "../callbacks.ts";
import { functional } from "../functional.ts";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";
import type { StreamFitOptions } from "../fit-options.ts";
import type { Batches } from "./batch-like.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;

const rows = 103;
const x = randomValues([rows, 3], 1);
const y = Float32Array.from({ length: rows }, (_, row) => Math.sin(3 * Number(x.data[3 * row])));
const weight = Float32Array.from({ length: rows }, (_, row) => 0.5 + (row % 3));
const quiet = { epochs: 3, verbose: 0 } as const;

const modelOn = (backend: () => Promise<Backend>): Sequential =>
  sequential(
    [dense({ units: 8, activation: "tanh", inputShape: [3] }), batchNormalization(), dropout({ rate: 0.25 }), dense({ units: 1 })],
    { backend, seed: 5 },
  ).compile({ optimizer: adam({ learningRate: 0.01 }), loss: "mse", metrics: ["mae"], weightedMetrics: ["mse"] });

/** A backend that notes its runs. */
async function watched(open: () => Promise<Backend>): Promise<{ readonly backend: Backend; readonly log: string[] }> {
  const inner = await open();
  const log: string[] = [];
  const compile: Backend["compile"] = async (graph, options) => {
    const executable = await inner.compile(graph, options);
    const run: Executable["run"] = async (...args) => {
      log.push(`begin ${options?.name ?? ""}`);
      const outputs = await executable.run(...args);
      log.push(`end ${options?.name ?? ""}`);
      return outputs;
    };
    return { run, dispose: () => executable.dispose() };
  };
  const { name, loops } = inner;
  return { log, backend: { name, loops, compile, upload: (...args) => inner.upload(...args), dispose: () => inner.dispose() } };
}

describe.each(engines)("on %s", (name, backend) => {
  test("a stream trains to the bit like arrays in the same order, the smaller last batch and validation included", async () => {
    const run = async (fit: (model: Sequential, callback: Callback) => Promise<unknown>) => {
      const model = modelOn(backend);
      const steps: (Logs & { readonly batch: number })[] = [];
      const history = await fit(model, { onBatchEnd: (batch, logs) => void steps.push({ batch, ...logs }) });
      return { steps, history, weights: await model.getWeights() };
    };
    const arrays = await run((model, callback) =>
      model.fit(x, y, {
        ...quiet,
        batchSize: 4,
        shuffle: false,
        sampleWeight: weight,
        validationData: [x, y, weight],
        validationBatchSize: 25,
        callbacks: [callback],
      }),
    );
    const source = fromTensors(x, y, weight);
    const stream = await run((model, callback) =>
      model.fit(source.batch(4).prefetch(), { ...quiet, validationData: source.batch(25), callbacks: [callback] }),
    );
    expect(stream).toEqual(arrays);
    expect(stream.steps).toHaveLength(3 * 26);
  });

  test("evaluate and predict give what they give for arrays", async () => {
    const model = modelOn(backend);
    const stream = fromTensors(x, y, weight).batch(10);
    expect(await model.evaluate(stream)).toEqual(await model.evaluate(x, y, { sampleWeight: weight, batchSize: 10 }));
    expect(await model.evaluate(stream.repeat(), { steps: 10 })).toEqual(await model.evaluate(stream.take(10)));
    const expected = await (await model.predict(x, { batchSize: 10 })).value();
    for (const inputs of [stream, stream.map(({ x }) => x), stream.map(({ x, y }) => [x, y] as const), stream.map(({ x }) => ({ x }))])
      expect(await (await model.predict(inputs)).value()).toEqual(expected);
    expect((await model.predict(stream.repeat(), { steps: 2 })).shape).toEqual([20, 1]);
  });

  test("stepsPerEpoch goes on in a stream, and begins it anew where it has ended", async () => {
    const fit = async (batches: Batches, options: StreamFitOptions) => {
      const layers = [dense({ units: 4, activation: "tanh", inputShape: [3] }), dense({ units: 1 })];
      const model = sequential(layers, { backend, seed: 1 }).compile({ optimizer: "adam", loss: "mse" });
      const { epoch } = await model.fit(batches, { verbose: 0, ...options });
      return { epochs: epoch.length, weights: await model.getWeights() };
    };
    const source = fromTensors(x, y).take(100);
    const { weights } = await fit(source.batch(10), { epochs: 2 });
    for (const stream of [source.repeat().batch(10), source.batch(10)])
      expect(await fit(stream, { epochs: 4, stepsPerEpoch: 5 })).toEqual({ epochs: 4, weights });
  });

  test("bytes of images go to the engine as bytes, and are rescaled there", async () => {
    const pixels: TensorData = tensorData(
      Uint8Array.from({ length: 40 * 16 }, (_, i) => (i * 37) % 256),
      [40, 4, 4, 1],
    );
    const labels = Int32Array.from({ length: 40 }, (_, row) => row % 3);
    const build = (open: () => Promise<Backend>): Sequential =>
      sequential([rescaling({ scale: 1 / 255, inputShape: [4, 4, 1] }), flatten(), dense({ units: 3, activation: "softmax" })], {
        backend: open,
        seed: 1,
      }).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
    const uploads: string[] = [];
    const inner = await backend();
    const noting: Backend = {
      name: inner.name,
      loops: inner.loops,
      compile: (...args) => inner.compile(...args),
      dispose: () => inner.dispose(),
      upload: (data, spec) => {
        if (spec.shape.length === 4) uploads.push(spec.dtype);
        return inner.upload(data, spec);
      },
    };
    const arrays = build(backend);
    const options = { epochs: 2, verbose: 0, classWeight: { 0: 1, 1: 2, 2: 0.5 } } as const;
    await arrays.fit(pixels, labels, { ...options, batchSize: 16, shuffle: false });
    const stream = build(async () => noting);
    await stream.fit(fromTensors(pixels, labels).batch(16), options);
    expect(await stream.getWeights()).toEqual(await arrays.getWeights());
    expect(new Set(uploads)).toEqual(new Set(["uint8"]));
    const floats = build(backend);
    await floats.fit(tensorData(pixels, pixels.shape, "float32"), labels, { ...options, batchSize: 16, shuffle: false });
    expect(await floats.getWeights()).toEqual(await arrays.getWeights());
  });

  test("every form of stream serves: generators, lists, the batches of arrays", async () => {
    const expected = modelOn(backend);
    await expected.fit(x, y, { verbose: 0, batchSize: 8, shuffle: false });
    const weights = await expected.getWeights();
    const all = batches(x, y, { batchSize: 8 });
    async function* generator() {
      for (const { x, y } of all) yield [x, y] as const;
    }
    const forms: readonly Batches[] = [all, [...all], generator(), [...all].values(), pipeline(generator)];
    for (const form of forms) {
      const model = modelOn(backend);
      await model.fit(form, { verbose: 0 });
      expect(await model.getWeights()).toEqual(weights);
    }
  });

  test("many batches of a stream are one call, and the next ones are read before it has ended", async () => {
    const { backend: watching, log } = await watched(backend);
    const source = pipeline(Array.from({ length: 600 }, (_, i) => i)).map((i) => {
      log.push(`read ${i}`);
      return { x: tensorData(new Float32Array(12).fill(i / 600), [4, 3]), y: new Float32Array(4) };
    });
    await modelOn(async () => watching).fit(source, { epochs: 1, verbose: 0 });
    const calls = log.filter((line) => line === "begin training").length;
    expect(calls).toSatisfy((count: number) => (name === "onnxruntime" ? count < 100 : count === 600));
    const readsBefore = (line: string): number => log.slice(0, log.indexOf(line)).filter((entry) => entry.startsWith("read")).length;
    expect(readsBefore("end training")).toBeGreaterThanOrEqual(2);
  });

  test("leaving training early closes the stream", async () => {
    const log: string[] = [];
    const source = pipeline(async function* () {
      try {
        for (;;) yield { x: new Float32Array(12), y: new Float32Array(4) };
      } finally {
        log.push("closed");
      }
    });
    const stop: Callback = { onBatchEnd: (batch, _, training) => (batch === 3 ? training.stop() : undefined) };
    await modelOn(backend).fit(source.prefetch(), { ...quiet, stepsPerEpoch: 1000, callbacks: [stop] });
    expect(log).toEqual(["closed"]);
    const fail: Callback = {
      onBatchEnd: () => {
        throw new Error("no more");
      },
    };
    await expect(modelOn(backend).fit(source, { ...quiet, stepsPerEpoch: 1000, callbacks: [fail] })).rejects.toThrow("no more");
    expect(log).toEqual(["closed", "closed"]);
  });

  test("a free axis may have another size in every batch", async () => {
    const start = input({ shape: ["time", 2] });
    const pooled = lambda({ function: (x) => x.mean({ axis: 1 }) })(dense({ units: 4 })(start));
    const model = functional({ inputs: start, outputs: dense({ units: 1 })(pooled), backend, seed: 1 });
    model.compile({ optimizer: "adam", loss: "mse" });
    const sizes = [3, 3, 5, 2, 2];
    const source = pipeline(sizes.map((time) => ({ x: randomValues([4, time, 2], time), y: new Float32Array(4).fill(time) })));
    const { history } = await model.fit(source, { epochs: 2, verbose: 0 });
    expect(history["loss"]?.[1]).toBeLessThan(history["loss"]?.[0] ?? NaN);
    expect((await model.predict(source)).shape).toEqual([20, 1]);
  });
});
