import * as published from "@tidu/applications";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  applications,
  backend,
  functional,
  input,
  interpreterBackend,
  jit,
  layers,
  load,
  sequential,
  setBackend,
  tensor,
} from "./index.ts";
import type { Tensor } from "./index.ts";

beforeEach(() => {
  setBackend(interpreterBackend());
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const x = [
  [0, 1],
  [1, 0],
  [1, 1],
];
const small = () => [layers.dense({ units: 2, activation: "tanh", inputShape: [2] }), layers.dense({ units: 1 })];

test("a model without a backend runs on the default one", async () => {
  const model = sequential(small(), { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "mse" });
  const { history } = await model.fit(x, [1, 1, 0], { epochs: 2, verbose: 0 });
  expect(history["loss"]).toHaveLength(2);
  expect((await model.backend()).name).toBe("interpreter");
});

test("a model stays on the engine on which it first ran", async () => {
  const model = sequential(small(), { seed: 1 });
  const [before] = [await (await model.predict(x)).array()];
  setBackend("tfjs-cpu");
  expect((await model.backend()).name).toBe("interpreter");
  expect((await sequential(small()).backend()).name).toBe("tfjs cpu");
  expect(await (await model.predict(x)).array()).toEqual(before);
});

test("a backend of its own wins, undefined counts as none", async () => {
  const own = { ...interpreterBackend(), name: "own" };
  expect((await sequential(small(), { backend: own }).backend()).name).toBe("own");
  const { backend: none } = {} as { backend?: undefined };
  // @ts-expect-error undefined is no backend
  expect((await sequential(small(), { backend: none }).backend()).name).toBe("interpreter");
});

test("functional and load have the default backend too", async () => {
  const value = input({ shape: [2] });
  const model = functional({ inputs: value, outputs: layers.dense({ units: 1 })(value), seed: 3 });
  const path = join(await mkdtemp(join(tmpdir(), "tidu-")), "model.safetensors");
  const expected = await (await model.predict(x)).array();
  await model.save(path);
  const loaded = await load(path);
  expect((await loaded.backend()).name).toBe("interpreter");
  expect(await (await loaded.predict(x)).array()).toEqual(expected);
});

test("applications are those of their package, on the default backend", async () => {
  expect(Object.keys(applications)).toEqual(Object.keys(published));
  for (const make of Object.values(applications)) expect((await make().backend()).name).toBe("interpreter");
});

test("export runs the file in onnxruntime without being told", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "tidu-")), "model.onnx");
  const { maxDifference, bytes } = await sequential(small(), { seed: 1 }).export(path);
  expect(maxDifference).toBeLessThan(1e-6);
  expect(bytes).toBeGreaterThan(100);
});

test("jit compiles for the default backend", async () => {
  const double = jit((value: Tensor) => value.mul(2));
  expect(await (await double(tensor([1, 2]))).array()).toEqual([2, 4]);
  double.dispose();
});

test("engines open by name, and an unknown name gives the nearest", async () => {
  expect((await backend("tfjs-cpu")).name).toBe("tfjs cpu");
  expect(await backend("tfjs-cpu")).toBe(await backend("tfjs-cpu"));
  expect(() => setBackend("tfjs-wsam" as "tfjs-wasm")).toThrow('did you mean "tfjs-wasm"?');
});
