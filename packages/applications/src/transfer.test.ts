import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import type { TensorData } from "@tidu/core-tensor";
import { digits, takeRows } from "@tidu/datasets";
import { averagePooling2d, dense, rescaling } from "@tidu/layers";
import { fromBytes, sequential } from "@tidu/models";
import type { Model } from "@tidu/models";
import { adam } from "@tidu/optimizers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mobileNetV2, resNet20 } from "./index.ts";

const backend = () => onnxruntime();
const { train, test: held } = digits({ count: 600, testCount: 200, seed: 1 });

/** The digits from `low` to `low + 4`, as classes 0 to 4. */
function fromDigit(low: number, { x, y }: typeof train): readonly [x: TensorData, y: TensorData] {
  const classes = Int32Array.from(y.data, (digit) => digit - low);
  const rows = [...classes.keys()].filter((row) => (classes[row] ?? -1) >= 0 && (classes[row] ?? 5) < 5);
  return [takeRows(x, rows), takeRows({ ...y, data: classes }, rows)];
}

/** The base between what makes pixels small and a head for five classes. */
const modelOf = (base: Model, trainable: boolean): Model =>
  sequential(
    [
      rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }),
      averagePooling2d({ poolSize: 2 }),
      base.asLayer({ trainable }),
      dense({ units: 5, activation: "softmax", name: "head" }),
    ],
    { backend, runOnnx, seed: 1 },
  ).compile({ optimizer: adam({ learningRate: 0.01 }), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });

const baseOf = (): Model => resNet20({ inputShape: [14, 14, 1], includeTop: false, pooling: "avg", seed: 1 });

const quiet = { epochs: 4, verbose: 0 } as const;

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "tidu-applications-"))));
afterAll(() => rm(folder, { recursive: true }));

test("what a base learned of the digits 0 to 4 serves a new head for 5 to 9: saved, frozen, let go and exported", async () => {
  const teacher = modelOf(baseOf(), true);
  const [x, y] = fromDigit(0, train);
  await teacher.fit(x, y, quiet);
  const learned = Object.entries(await teacher.getWeights()).filter(([path]) => path.startsWith("resnet20/"));
  const base = await baseOf().setWeights(Object.fromEntries(learned.map(([path, weight]) => [path.slice("resnet20/".length), weight])));
  const file = join(folder, "base.safetensors");
  await base.save(file);

  const [newX, newY] = fromDigit(5, train);
  const [heldX, heldY] = fromDigit(5, held);
  const accuracyOf = async (model: Model): Promise<number> => (await model.evaluate(heldX, heldY))["accuracy"] ?? NaN;

  const fresh = baseOf();
  const { skipped, missing } = await fresh.loadWeights(file);
  expect([skipped, missing]).toEqual([[], []]);
  const model = modelOf(fresh, false);
  const before = await accuracyOf(model);
  await model.fit(newX, newY, quiet);
  const weights = await model.getWeights();
  for (const [path, { data }] of learned) expect(weights[path]?.data, path).toEqual(data);
  expect(await accuracyOf(model)).toBeGreaterThan(before + 0.3);

  // On features that learned nothing, the same head learns less.
  const untaught = modelOf(baseOf(), false);
  await untaught.fit(newX, newY, quiet);
  expect(await accuracyOf(model)).toBeGreaterThan((await accuracyOf(untaught)) + 0.2);

  const { maxDifference } = await model.export(join(folder, "digits.onnx"));
  expect(maxDifference).toBeLessThan(1e-4);
  const loaded = fromBytes(await model.toBytes(), { backend });
  expect(await (await loaded.predict(heldX)).data()).toEqual(await (await model.predict(heldX)).data());

  model.unfreeze("resnet20");
  await model.fit(newX, newY, { ...quiet, epochs: 1 });
  const after = await model.getWeights();
  expect(learned.filter(([path, { data }]) => after[path]?.data.join() === data.join())).toEqual([]);
  await Promise.all([teacher, model, untaught, loaded].map((each) => each.dispose()));
});

test("MobileNetV2 trains, is held as it is while its head goes on, and its files hold", async () => {
  const base = mobileNetV2({ alpha: 0.35, inputShape: [32, 32, 1], includeTop: false, pooling: "avg", seed: 1 });
  const model = sequential([base, dense({ units: 2, activation: "softmax", name: "head" })], { backend, runOnnx, seed: 1 });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const x = { dtype: "float32", shape: [8, 32, 32, 1], data: Float32Array.from({ length: 8192 }, (_, i) => Math.sin(i * i)) } as const;
  const y = [0, 1, 0, 1, 0, 1, 0, 1];
  const changed = async (before: Readonly<Record<string, TensorData>>): Promise<readonly string[]> =>
    Object.entries(await model.getWeights()).flatMap(([path, { data }]) => (data.join() === before[path]?.data.join() ? [] : [path]));
  const start = await model.getWeights();
  const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
  expect(history["loss"]?.at(-1)).toBeLessThan(history["loss"]?.[0] ?? NaN);
  expect((await changed(start)).length).toBeGreaterThan(0.9 * Object.keys(start).length);

  model.freeze(base.name);
  const trained = await model.getWeights();
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  expect(await changed(trained)).toEqual(["head/kernel", "head/bias"]);
  expect((await model.export(join(folder, "mobilenet.onnx"))).maxDifference).toBeLessThan(1e-4);
  const loaded = fromBytes(await model.toBytes(), { backend });
  expect(await (await loaded.predict(x)).data()).toEqual(await (await model.predict(x)).data());
  await Promise.all([model, loaded].map((each) => each.dispose()));
});
