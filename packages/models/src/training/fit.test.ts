import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend, Executable } from "@tidu/core-tensor";
import { dense, dropout } from "@tidu/layers";
import { adam, exponentialDecay, sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { Callback, Logs } from "../callbacks.ts";
import type { FitOptions } from "../fit-options.ts";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;

const rows = 203;
const x = randomValues([rows, 3], 1);
const y = Float32Array.from({ length: rows }, (_, row) => Math.sin(3 * Number(x.data[3 * row])));

const modelOn = (backend: () => Promise<Backend>, seed = 5): Sequential => {
  const layers = [dense({ units: 8, activation: "tanh", inputShape: [3] }), dropout({ rate: 0.25 }), dense({ units: 1 })];
  return sequential(layers, { backend, seed }).compile({ optimizer: adam({ learningRate: 0.01 }), loss: "mse", metrics: ["mae"] });
};

/** Trains a fresh model; every step's logs, the history and the weights. */
async function train(backend: () => Promise<Backend>, options: FitOptions, { seed = 5, perStep = false } = {}) {
  const model = modelOn(backend, seed);
  const batches: (Logs & { readonly batch: number })[] = [];
  const watch: Callback = { perStep, onBatchEnd: (batch, logs) => void batches.push({ batch, ...logs }) };
  const { history } = await model.fit(x, y, {
    batchSize: 4,
    epochs: 3,
    verbose: 0,
    ...options,
    callbacks: [watch, ...(options.callbacks ?? [])],
  });
  return { batches, history, weights: await model.getWeights(), model };
}

const sorted = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** A backend that counts its runs. */
async function counted(open: () => Promise<Backend>): Promise<{ readonly backend: Backend; readonly runs: Record<string, number> }> {
  const inner = await open();
  const runs: Record<string, number> = {};
  const compile: Backend["compile"] = async (graph, options) => {
    const executable = await inner.compile(graph, options);
    const run: Executable["run"] = (...args) => {
      runs[options?.name ?? ""] = (runs[options?.name ?? ""] ?? 0) + 1;
      return executable.run(...args);
    };
    return { run, dispose: () => executable.dispose() };
  };
  return {
    runs,
    backend: { name: inner.name, loops: inner.loops, compile, upload: (...args) => inner.upload(...args), dispose: () => inner.dispose() },
  };
}

describe.each(engines)("on %s", (name, backend) => {
  test("many steps a call equal single steps to the bit, and callbacks get every batch in order", async () => {
    const { backend: counting, runs } = await counted(backend);
    const many = await train(async () => counting, { validationSplit: 0.1 });
    const single = await train(backend, { validationSplit: 0.1 }, { perStep: true });
    expect(many.batches.map(({ batch }) => batch)).toEqual([0, 1, 2].flatMap(() => Array.from({ length: 46 }, (_, i) => i))); // 182 rows
    expect(many).toMatchObject({ batches: single.batches, history: single.history, weights: single.weights });
    const steps = 3 * 46;
    expect(runs["training"]).toSatisfy((count: number) => (name === "onnxruntime" ? count < steps / 2 : count === steps));
  });

  test("without a callback the steps are the same", async () => {
    const watched = await train(backend, {});
    const model = modelOn(backend);
    const { history } = await model.fit(x, y, { batchSize: 4, epochs: 3, verbose: 0 });
    expect(history).toEqual(watched.history);
    expect(await model.getWeights()).toEqual(watched.weights);
  });

  test("one seed gives one run, another seed another", async () => {
    const [first, again, other] = [await train(backend, {}), await train(backend, {}), await train(backend, {}, { seed: 6 })];
    expect(again.history).toEqual(first.history);
    expect(again.weights).toEqual(first.weights);
    expect(other.history["loss"]).not.toEqual(first.history["loss"]);
  });

  test("each epoch visits every row once, in an order of its own when shuffled", async () => {
    const visits = async (shuffle: boolean): Promise<readonly (readonly number[])[]> => {
      const model = sequential([dense({ units: 1, inputShape: [3] })], { backend, seed: 1 }).compile({
        optimizer: sgd({ learningRate: 0 }),
        loss: "mse",
      });
      const losses: number[][] = [];
      const watch: Callback = {
        onEpochBegin: () => void losses.push([]),
        onBatchEnd: (_, logs) => void losses.at(-1)?.push(logs["loss"] ?? NaN),
      };
      await model.fit(x, y, { batchSize: 1, epochs: 2, shuffle, verbose: 0, callbacks: [watch] });
      return losses;
    };
    const [inOrder = [], inOrderAgain] = await visits(false);
    const [first = [], second = []] = await visits(true);
    expect(inOrderAgain).toEqual(inOrder);
    expect(first).not.toEqual(inOrder);
    expect(second).not.toEqual(first);
    expect(sorted(first)).toEqual(sorted(inOrder));
    expect(sorted(second)).toEqual(sorted(inOrder));
  });

  test("initialEpoch counts on, and two calls are one", async () => {
    const whole = await train(backend, { epochs: 4 });
    const model = modelOn(backend);
    const first = await model.fit(x, y, { batchSize: 4, epochs: 2, verbose: 0 });
    const second = await model.fit(x, y, { batchSize: 4, initialEpoch: 2, epochs: 4, verbose: 0 });
    expect([first.epoch, second.epoch]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(model.history).toEqual(second);
    expect([...(first.history["loss"] ?? []), ...(second.history["loss"] ?? [])]).toEqual(whole.history["loss"]);
    expect(await model.getWeights()).toEqual(whole.weights);
  });

  test("metrics do not depend on the size of batches of evaluation", async () => {
    const { model } = await train(backend, { epochs: 1 });
    const [whole, odd, single] = [
      await model.evaluate(x, y, { batchSize: rows }),
      await model.evaluate(x, y, { batchSize: 7 }),
      await model.evaluate(x, y, { batchSize: 1 }),
    ];
    for (const other of [odd, single]) {
      for (const [key, value] of Object.entries(whole)) expect(other[key]).toBeCloseTo(value, 6);
    }
    expect(await model.testOnBatch(x, y)).toEqual(whole);
  });

  test("dropout is part of training only, differs from step to step and follows the seed", async () => {
    const stepLosses = async (seed: number): Promise<readonly number[]> => {
      const model = sequential([dropout({ rate: 0.5, inputShape: [3] }), dense({ units: 1, kernelInitializer: "ones" })], {
        backend,
        seed,
      });
      model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "mse" });
      const losses: number[] = [];
      for (let i = 0; i < 4; i++) losses.push((await model.trainOnBatch(x, y))["loss"] ?? NaN);
      const watch: Callback = { onBatchEnd: (_, logs) => void losses.push(logs["loss"] ?? NaN) };
      await model.fit(x, y, { batchSize: rows, epochs: 4, shuffle: false, verbose: 0, callbacks: [watch] });
      expect(await model.evaluate(x, y)).toEqual(await model.evaluate(x, y));
      return losses;
    };
    const losses = await stepLosses(1);
    expect(new Set(losses).size).toBe(8);
    expect(await stepLosses(1)).toEqual(losses);
    expect(await stepLosses(2)).not.toEqual(losses);
  });
});

const open = async (): Promise<Backend> => interpreterBackend();
const short = { batchSize: 51, epochs: 4, verbose: 0 } as const;

test("hooks come in Keras's order", async () => {
  const calls: string[] = [];
  const callback: Callback = {
    onTrainBegin: () => void calls.push("train begin"),
    onEpochBegin: (epoch) => void calls.push(`epoch ${epoch} begin`),
    onBatchEnd: (batch) => void calls.push(`batch ${batch}`),
    onEpochEnd: (epoch, logs) => void calls.push(`epoch ${epoch} end: ${Object.keys(logs).join(" ")}`),
    onTrainEnd: () => void calls.push("train end"),
  };
  await modelOn(open).fit(x, y, { batchSize: 120, epochs: 2, validationSplit: 0.2, verbose: 0, callbacks: [callback] });
  expect(calls).toEqual([
    "train begin",
    "epoch 0 begin",
    "batch 0",
    "batch 1",
    "epoch 0 end: loss mae val_loss val_mae",
    "epoch 1 begin",
    "batch 0",
    "batch 1",
    "epoch 1 end: loss mae val_loss val_mae",
    "train end",
  ]);
});

test("validationSplit takes the last rows away before shuffling", async () => {
  const model = sequential([dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })], { backend: open });
  model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "mse" });
  const values = [0, 0, 0, 0, 0, 0, 0, 0, 3, 5];
  const { history } = await model.fit(values, new Float32Array(10), { validationSplit: 0.2, epochs: 2, verbose: 0 });
  expect(history).toEqual({ loss: [0, 0], val_loss: [17, 17] }); // (3² + 5²) / 2
});

test("stop ends training after the epoch, from onBatchEnd after the batch", async () => {
  const atEnd = await train(open, {
    ...short,
    callbacks: [{ onEpochEnd: (epoch, _, training) => (epoch === 1 ? training.stop() : undefined) }],
  });
  expect(atEnd.history["loss"]).toHaveLength(2);
  const within = await train(open, {
    ...short,
    callbacks: [{ onBatchEnd: (batch, _, training) => (batch === 1 ? training.stop() : undefined) }],
  });
  expect(within.batches).toHaveLength(2);
  expect(within.history["loss"]).toHaveLength(1);
  const never = await train(open, { ...short, callbacks: [{ onEpochBegin: (_, training) => training.stop() }] });
  expect(never.history).toEqual({});
});

test("a callback reads and changes the learning rate, and steps follow it", async () => {
  const rates: number[] = [];
  const halve: Callback = {
    onEpochEnd: (_, __, training) => {
      rates.push(training.learningRate);
      training.learningRate /= 2;
    },
  };
  const model = sequential([dense({ units: 1, inputShape: [3], useBias: false, kernelInitializer: "zeros" })], { backend: open });
  model.compile({ optimizer: sgd({ learningRate: 1 }), loss: (_, prediction) => prediction.sub(1).add(_.mul(0)) });
  await model.fit([[1, 0, 0]], [[0]], { epochs: 3, verbose: 0, callbacks: [halve] });
  expect(rates).toEqual([1, 0.5, 0.25]);
  // d(loss)/dw = x, so the weight is minus the sum of the rates (by hand).
  expect((await model.getWeights())["dense/kernel"]?.data[0]).toBe(-1.75);
  await model.fit([[1, 0, 0]], [[0]], {
    epochs: 1,
    verbose: 0,
    callbacks: [{ onTrainBegin: (training) => void rates.push(training.learningRate) }],
  });
  expect(rates.at(-1)).toBe(0.125);
});

test("a learning rate that follows a schedule is read, and refuses to be set; impossible rates are refused", async () => {
  const scheduled = modelOn(open).compile({
    optimizer: sgd({ learningRate: exponentialDecay({ initialLearningRate: 0.5, decaySteps: 1, decayRate: 0.5 }) }),
    loss: "mse",
  });
  const rates: number[] = [];
  await scheduled.fit(x, y, {
    batchSize: rows,
    epochs: 2,
    verbose: 0,
    callbacks: [{ onEpochEnd: (_, __, training) => void rates.push(training.learningRate) }],
  });
  expect(rates).toEqual([0.5, 0.25]);
  const set = (rate: number): Callback => ({ onEpochEnd: (_, __, training) => void (training.learningRate = rate) });
  await expect(scheduled.fit(x, y, { ...short, callbacks: [set(1)] })).rejects.toThrow(
    "fit: the learning rate of sgd follows a schedule and cannot be set. Give the optimizer a number instead.",
  );
  await expect(modelOn(open).fit(x, y, { ...short, callbacks: [set(NaN)] })).rejects.toThrow(
    "fit: expected a learning rate of at least 0, received NaN.",
  );
});
