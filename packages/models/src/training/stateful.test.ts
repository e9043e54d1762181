import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend, TensorData } from "@tidu/core-tensor";
import { bidirectional, dense, gru, input, inputLayer, layerFromConfig, lstm } from "@tidu/layers";
import type { ConfigOptions } from "@tidu/layers";
import { differenceOf, fixtureTensor, loadFixture, randomValues } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import type { Model } from "../model.ts";
import { fromBytes } from "../saving/load.ts";
import { sequential } from "../sequential.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", async (): Promise<Backend> => interpreterBackend()],
] as const;

/** Three batches, one after the other; the states are reset before the third. */
interface Stateful {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly weights: Readonly<Record<string, FixtureTensor>>;
  readonly inputs: readonly FixtureTensor[];
  readonly outputs: readonly FixtureTensor[];
}

const { stateful, source } = loadFixture<{ readonly source: string; readonly stateful: readonly Stateful[] }>("recurrent");
const x = randomValues([12, 5, 2], 1);
const y = randomValues([12, 1], 2);
const quiet = { verbose: 0, shuffle: false } as const;

const modelOn = (backend: () => Promise<Backend>): Model =>
  sequential([inputLayer({ shape: ["time", 2], batchSize: 4 }), lstm({ units: 3, stateful: true, name: "memory" }), dense({ units: 1 })], {
    backend,
    seed: 2,
  }).compile({ optimizer: "sgd", loss: "meanSquaredError" });

const stateOf = async (model: Model): Promise<readonly number[]> =>
  Array.from((await model.getWeights())["memory/state0"]?.data ?? [], Number);

describe.each(engines)("on %s", (_, backend) => {
  test.each(stateful)(`predictions of a stateful $name go on from batch to batch, as in ${source}`, async (item) => {
    const value = input({ shape: [5, 2], batchSize: 3 });
    const model = functional({ inputs: value, outputs: layerFromConfig({ kind: item.name, options: item.options })(value), backend });
    await model.setWeights(
      Object.fromEntries(Object.entries(item.weights).map(([name, stored]) => [`${item.name}/${name}`, fixtureTensor(stored)])),
    );
    const expectSame = async (x: TensorData, expected: FixtureTensor | undefined): Promise<void> => {
      const found = await (await model.predict(x)).value();
      expect(expected && differenceOf(found, fixtureTensor(expected), { relative: 1e-5 })).toBeUndefined();
    };
    for (const [step, x] of item.inputs.entries()) {
      if (step === 2) await model.resetStates();
      await expectSame(fixtureTensor(x), item.outputs[step]);
    }
  });

  test("training carries states on, evaluation leaves them, a file holds them", async () => {
    const model = modelOn(backend);
    expect(await stateOf(model)).toEqual(Array.from({ length: 12 }, () => 0));
    await model.fit(x, y, quiet);
    const trained = await stateOf(model);
    expect(trained.every((value) => value !== 0)).toBe(true);
    const measured = await model.evaluate(x, y);
    expect(await stateOf(model)).toEqual(trained);
    const loaded = fromBytes(await model.toBytes(), { backend });
    expect(await stateOf(loaded)).toEqual(trained);
    expect(await loaded.evaluate(x, y)).toEqual(measured);
    expect(await (await loaded.predict(x)).array()).toEqual(await (await model.predict(x)).array());
    await model.resetStates();
    expect(await stateOf(model)).toEqual(Array.from({ length: 12 }, () => 0));
    model.freeze("memory");
    await model.fit(x, y, quiet);
    expect((await stateOf(model)).every((value) => value !== 0)).toBe(true);
  });
});

const engine = (): Promise<Backend> => onnxruntime();

test("12 steps at once are 3 times 4 steps", async () => {
  const model = modelOn(engine);
  const long = randomValues([4, 12, 2], 3);
  const whole = await (await model.predict(long)).array();
  await model.resetStates();
  const part = (from: number): TensorData => ({
    dtype: "float32",
    shape: [4, 4, 2],
    data: Float32Array.from({ length: 32 }, (_, i) => Number(long.data[Math.floor(i / 8) * 24 + from * 2 + (i % 8)])),
  });
  await model.predict(part(0));
  await model.predict(part(4));
  expect(
    differenceOf(await (await model.predict(part(8))).value(), {
      dtype: "float32",
      shape: [4, 1],
      data: Float32Array.from((whole as number[][]).flat()),
    }),
  ).toBeUndefined();
});

test("bidirectional layers and models inside of others carry their states too", async () => {
  const value = input({ shape: [5, 2], batchSize: 4 });
  const inner = functional({ inputs: value, outputs: bidirectional({ layer: gru({ units: 2, stateful: true }) })(value), backend: engine });
  const outer = input({ shape: [5, 2], batchSize: 4 });
  const model = functional({ inputs: outer, outputs: inner.asLayer({ name: "inner" })(outer), backend: engine });
  const first = await (await model.predict(x)).array();
  expect(await (await model.predict(x)).array()).not.toEqual(first);
  await model.resetStates();
  expect(await (await model.predict(x)).array()).toEqual(first);
});

test("an exported file begins with the states of the moment, which stay", async () => {
  const model = modelOn(engine);
  await model.predict(x);
  const before = await stateOf(model);
  const path = join(await mkdtemp(join(tmpdir(), "tidu-stateful-")), "model.onnx");
  const { maxDifference } = await model.export(path, { verifyWith: runOnnx });
  expect(maxDifference).toBeLessThan(1e-6);
  expect(await stateOf(model)).toEqual(before);
});

test("rows must fill the batches", async () => {
  const model = modelOn(engine);
  const rows = (count: number): TensorData => randomValues([count, 5, 2], 1);
  await expect(model.predict(rows(6))).rejects.toThrow(
    "predict: the model takes 4 rows at a time, as its input says, received 6 rows. Give a multiple of 4.",
  );
  await expect(model.fit(x, y, { batchSize: 3, verbose: 0 })).rejects.toThrow(
    "fit: the model takes 4 rows at a time, as its input says, received batchSize 3. Leave it out.",
  );
  await expect(model.fit(x, y, { validationSplit: 0.5, verbose: 0 })).rejects.toThrow("received 6 rows. Give a multiple of 4.");
  await expect(model.evaluate(rows(2), randomValues([2, 1], 1))).rejects.toThrow("evaluate: the model takes 4 rows at a time");
  expect(() => sequential([lstm({ units: 3, stateful: true, inputShape: [5, 2] })])).toThrow(
    "lstm: is stateful, so it keeps states for every row of a batch: expected a fixed batch size, such as input({ shape, batchSize: 32 })",
  );
});
