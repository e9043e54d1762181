import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend, tensorData } from "@tidu/core-tensor";
import { batchNormalization, concatenate, dense, dropout, gaussianNoise, identity, input } from "@tidu/layers";
import { inspectOnnx, printOnnx } from "@tidu/onnx-export";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import { sequential } from "../sequential.ts";
import type { OnnxRunner } from "./export-onnx.ts";

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "tidu-export-"));
const open = async () => interpreterBackend();

const trained = async (backend: () => ReturnType<typeof onnxruntime>) => {
  const model = sequential(
    [
      dense({ units: 5, activation: "relu", inputShape: [3] }),
      batchNormalization(),
      dropout({ rate: 0.5 }),
      gaussianNoise({ stddev: 1 }),
      dense({ units: 2, activation: "softmax", name: "classes" }),
    ],
    { backend, runOnnx, seed: 3, name: "small" },
  );
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  await model.fit(
    randomValues([20, 3], 1),
    Int32Array.from({ length: 20 }, (_, i) => i % 2),
    { epochs: 2, verbose: 0 },
  );
  return model;
};

describe.each([
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", open],
] as const)("trained on %s", (_, backend) => {
  test("a file is run, compared and written; it has a free batch size, readable names and nothing of training", async () => {
    const model = await trained(backend);
    const path = join(await folder(), "small.onnx");
    const report = await model.export(path, { metadata: { author: "me" } });
    const bytes = new Uint8Array(await readFile(path));
    expect(report).toMatchObject({ path, bytes: bytes.length, samples: 5 });
    expect(report.maxDifference).toBeLessThan(1e-6);

    const file = inspectOnnx(bytes);
    expect(file).toMatchObject({ irVersion: 10, opset: 21 });
    const text = printOnnx(bytes);
    expect(text).toContain("batch");
    expect(text).toMatch(/dense\/|classes\//);
    expect(text).not.toMatch(/Random|Dropout|BitShift|Mod/);

    for (const rows of [1, 7]) {
      const x = randomValues([rows, 3], rows);
      const { classes } = await runOnnx({ model: bytes }, { input: x });
      const own = await (await model.predict(x)).value();
      expect(classes?.shape).toEqual([rows, 2]);
      own.data.forEach((value, i) => expect(Number(classes?.data[i])).toBeCloseTo(Number(value), 6));
    }
  });
});

test("models with several inputs and outputs, one of them an input, keep their names", async () => {
  const [left, right] = [input({ shape: [2], name: "left" }), input({ shape: [3], name: "right" })];
  const joined = concatenate()([left, right]);
  const model = functional({
    inputs: [left, right],
    outputs: [dense({ units: 1, name: "score", kernelInitializer: "ones" })(joined), identity({ name: "echo" })(left), right],
    backend: open,
    runOnnx,
  });
  const path = join(await folder(), "several.onnx");
  const samples = { left: [[1, 2]], right: [[3, 4, 5]] };
  expect(await model.export(path, { samples })).toMatchObject({ samples: 1, maxDifference: 0 });
  const outputs = await runOnnx(
    { model: new Uint8Array(await readFile(path)) },
    { left: tensorData([[1, 2]]), right: tensorData([[3, 4, 5]]) },
  );
  expect(Object.keys(outputs)).toEqual(["score", "echo", "output"]);
});

const line = () => sequential([dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })], { backend: open, runOnnx });

const wrong =
  (change: (values: readonly number[]) => readonly number[]): OnnxRunner =>
  async (file, inputs) => {
    const outputs = await runOnnx(file, inputs);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { shape, data }]) => {
        const values = change(Array.from(data, Number));
        return [name, tensorData(values, values.length === data.length ? shape : [values.length, 1])];
      }),
    );
  };

test.each([
  [
    "another number",
    (values: readonly number[]) => values.map((value, i) => value + (i === 2 ? 0.01 : 0)),
    /^export: "dense" differs by 0\.01\d* in row 2, column 0, more than 0\.0001: the file gives .*, the model .*\. Nothing was written\.$/,
  ],
  ["NaN", (values: readonly number[]) => values.map(() => NaN), /differs by NaN/],
  [
    "too few numbers",
    (values: readonly number[]) => values.slice(1),
    'export: the file gives "dense" as [4, 1], the model as [5, 1]. Nothing was written.',
  ],
] as const)("a file that gives %s is not written, and what was there stays", async (_, change, message) => {
  const place = await folder();
  const path = join(place, "line.onnx");
  await writeFile(path, "before");
  await expect(line().export(path, { verifyWith: wrong(change) })).rejects.toThrow(message);
  expect(await readFile(path, "utf8")).toBe("before");
  expect(await readdir(place)).toEqual(["line.onnx"]);
});

test("a file without the output is not written", async () => {
  await expect(line().export("x.onnx", { verifyWith: async () => ({}) })).rejects.toThrow(
    'export: the file has no output "dense". Nothing was written.',
  );
});

test("outputs that are NaN or infinite in both are equal", async () => {
  const model = sequential([dense({ units: 2, inputShape: [1], biasInitializer: "zeros" })], { backend: open, runOnnx });
  await model.setWeights({ "dense/bias": [Infinity, NaN] });
  expect(await model.export(join(await folder(), "strange.onnx"))).toMatchObject({ maxDifference: 0 });
});

test("without anything to run the file it is refused, unless asked for", async () => {
  const model = sequential([dense({ units: 1, inputShape: [1] })], { backend: open });
  const path = join(await folder(), "unproved.onnx");
  await expect(model.export(path)).rejects.toThrow(/nothing to run .*unproved\.onnx with\. Pass verifyWith: runOnnx/);
  expect(await model.export(path, { verifyWith: false })).toMatchObject({ maxDifference: NaN });
});

test("samples that do not fit are refused", async () => {
  await expect(line().export("x.onnx", { samples: [[1, 2]] })).rejects.toThrow("export: samples");
});
