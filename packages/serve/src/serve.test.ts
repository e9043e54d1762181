import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnnx } from "@tidu/backend-onnxruntime";
import { interpreterBackend } from "@tidu/core-tensor";
import { activation, dense, embedding, flatten, globalAveragePooling1d, lstm, positionEmbedding } from "@tidu/layers";
import type { Layer } from "@tidu/layers";
import { sequential } from "@tidu/models";
import type { ExportOptions } from "@tidu/models";
import { decodeModel, encodeModel } from "@tidu/onnx-format";
import { charVocabulary, textSequence, textVectorization } from "@tidu/text";
import { describe, expect, test } from "vitest";
import { loadClassifier, loadModel } from "./load-model.ts";
import { loadRuntime } from "./runtime.ts";

const texts = ["a fine film", "a dull and long film", "fine", "nobody knows this"];
const words = textVectorization().adapt(texts.slice(0, 2));
const embedded = (): Layer => embedding({ inputDim: words.vocabularySize, outputDim: 6, inputShape: ["time"] });
const built = (layers: readonly Layer[]) => sequential(layers, { backend: async () => interpreterBackend(), runOnnx, seed: 7 });

async function exported(layers: readonly Layer[], options: ExportOptions = {}) {
  const model = built(layers);
  const path = join(await mkdtemp(join(tmpdir(), "tidu-serve-")), "model.onnx");
  await model.export(path, options);
  return { model, path };
}

const own = async (model: ReturnType<typeof built>, rows: readonly string[]): Promise<number[]> =>
  Array.from(await (await model.predict(words.encode(rows))).data(), Number);

describe("a classifier says the class of texts", () => {
  const labels = ["bad", "so-so", "good"];
  test.each([
    ["probabilities", [dense({ units: 3, activation: "softmax" })]],
    ["logits", [dense({ units: 3 })]],
    ["log probabilities", [dense({ units: 3 }), activation({ activation: "logSoftmax" })]],
  ] as const)("by %s", async (kind, heads) => {
    const { model, path } = await exported([embedded(), lstm({ units: 5 }), ...heads], { preprocessing: words, labels });
    const served = await loadClassifier(path);
    const found = await served.predict(texts);
    const numbers = await own(model, texts);
    const powers = kind === "probabilities" ? numbers : numbers.map(Math.exp);
    found.forEach(({ label, probability, probabilities }, row) => {
      const three = powers.slice(row * 3, row * 3 + 3);
      const sum = three.reduce((total, power) => total + power, 0);
      labels.forEach((name, i) => expect(probabilities[name]).toBeCloseTo((three[i] ?? 0) / sum, 5));
      expect(probability).toBe(probabilities[label]);
      expect(probability).toBe(Math.max(...Object.values(probabilities)));
    });
    await served.dispose();
    await expect(served.predict(texts)).rejects.toThrow("predict: the model was disposed of. Load it again.");
  });

  test.each(["sigmoid", "linear"] as const)("by one number, %s", async (how) => {
    const { model, path } = await exported([embedded(), globalAveragePooling1d(), dense({ units: 1, activation: how })], {
      preprocessing: words,
      labels: ["no", "yes"],
    });
    const [found] = await (await loadClassifier(path)).predict("a fine film");
    const [number = NaN] = await own(model, ["a fine film"]);
    expect(found?.probabilities["yes"]).toBeCloseTo(how === "sigmoid" ? number : 1 / (1 + Math.exp(-number)), 6);
    expect((found?.probabilities["yes"] ?? 0) + (found?.probabilities["no"] ?? 0)).toBeCloseTo(1, 10);
  });
});

test("one file serves all lengths and numbers of texts", async () => {
  const { model, path } = await exported([embedded(), lstm({ units: 5, returnSequences: true }), lstm({ units: 3 })], {
    preprocessing: words,
  });
  const served = await loadModel(path);
  expect(served.labels).toBeUndefined();
  if (served.labels !== undefined) return;
  for (const rows of [["fine"], texts, ["a long film ".repeat(40), "dull"]]) {
    const { shape, data } = await served.predict(rows, { batchSize: 3 });
    const expected = await own(model, rows);
    expect(shape).toEqual([rows.length, 3]);
    data.forEach((value, i) => expect(Number(value)).toBeCloseTo(expected[i] ?? NaN, 5));
  }
});

test("a file without preprocessing predicts on numbers in any form, and onnxruntime-web runs its bytes", async () => {
  const { model, path } = await exported([dense({ units: 2, inputShape: [3] })]);
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const expected = Array.from(await (await model.predict(rows)).data(), Number);
  const bytes = new Uint8Array(await readFile(path));
  const web = await import("onnxruntime-web");
  for (const served of [await loadModel(path), await loadModel(bytes.buffer, { runtime: web })]) {
    for (const form of [rows, { shape: [2, 3], data: Float64Array.from(rows.flat()) }]) {
      const found = await served.predict(form);
      const data = "data" in found ? Array.from(found.data, Number) : [];
      data.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 5));
      expect(data).toHaveLength(4);
    }
    const { dense } = await served.run({ input: rows });
    expect(dense?.shape).toEqual([2, 2]);
    await expect(served.predict(["text"])).rejects.toThrow(
      "this file takes numbers, float32[batch, 3], not texts: it has no preprocessing",
    );
    await expect(served.predict([[1, 2]])).rejects.toThrow('the input "input" takes float32[batch, 3], received [1, 2]');
    await expect(served.predict([[1, 2, 3], [4]])).rejects.toThrow("expected lists of 3 everywhere, received a list of 1");
    await expect(served.run({ x: rows })).rejects.toThrow('there is no input "x". Inputs: input float32[batch, 3]');
    await served.dispose();
  }
});

describe("a language model goes on with a text", () => {
  const characters = charVocabulary("abcd", { specialPieces: ["<pad>"], pad: "<pad>" });
  const ids = textSequence({ tokenizer: characters });
  // After a comes b, after d comes a: one-hot vectors, shifted by the kernel.
  const square = (cell: (row: number, column: number) => number) =>
    Array.from({ length: 5 }, (_, row) => Array.from({ length: 5 }, (_, column) => cell(row, column)));
  const shifted = square((row, column) => (column === (row % 4) + 1 ? 10 : 0));
  const unit = square((row, column) => Number(row === column));
  const written = async (time: number | string, head: readonly Layer[], preprocessing: ExportOptions["preprocessing"]) => {
    const model = built([embedding({ inputDim: 5, outputDim: 5, inputShape: [time], name: "in" }), ...head]);
    await model.setWeights({
      "in/embeddings": unit,
      "out/kernel": shifted,
      ...("out/bias" in (await model.getWeights()) && { "out/bias": [0, 0, 0, 0, 0] }),
    });
    const path = join(await mkdtemp(join(tmpdir(), "tidu-serve-")), "language.onnx");
    await model.export(path, { ...(preprocessing && { preprocessing }) });
    return loadModel(path);
  };
  const everyStep = [dense({ units: 5, name: "out" })];
  const probabilities = [dense({ units: 5, name: "out", activation: "softmax" })];

  test.each([
    ["of free length", "time", everyStep, ids],
    ["that gives probabilities", "time", probabilities, ids],
    ["of fixed length", 6, everyStep, textSequence({ tokenizer: characters, maxlen: 6, padding: "post" })],
  ] as const)("%s", async (_, time, head, preprocessing) => {
    const model = await written(time, head, preprocessing);
    expect(await model.generate("dab", { length: 9, sample: { strategy: "greedy" } })).toBe("cdabcdabc");
    const draws = { length: 30, sample: { strategy: "topK", k: 3, temperature: 6, seed: 5 } as const };
    const drawn = await model.generate("a", draws);
    expect(drawn).toMatch(/^[abcd]{20,30}$/);
    expect(await model.generate("a", draws)).toBe(drawn);
    expect(await model.generate("a", { ...draws, sample: { ...draws.sample, seed: 6 } })).not.toBe(drawn);
    expect(await model.generate("a", { length: 5, sample: { strategy: "topP", p: 0.01, temperature: 6 } })).toBe("bcdab");
    await model.dispose();
  });

  test("that gives one row for what follows, of fixed length", async () => {
    const window = built([
      embedding({ inputDim: 5, outputDim: 5, inputShape: [3], name: "in" }),
      flatten(),
      dense({ units: 5, name: "out", useBias: false }),
    ]);
    const kernel = [...square(() => 0), ...square(() => 0), ...shifted]; // only the last position counts
    await window.setWeights({ "in/embeddings": unit, "out/kernel": kernel });
    const path = join(await mkdtemp(join(tmpdir(), "tidu-serve-")), "window.onnx");
    await window.export(path, { preprocessing: textSequence({ tokenizer: characters, maxlen: 3 }) });
    expect(await (await loadModel(path)).generate("dab", { length: 6, sample: { strategy: "greedy" } })).toBe("cdabcd");
  });

  test("what cannot be generated with is refused", async () => {
    const model = await written("time", everyStep, ids);
    await expect(model.generate("")).rejects.toThrow("the prompt is empty");
    await expect(model.generate("xyz")).rejects.toThrow("charVocabulary");
    await expect(model.generate("a", { sample: { temperature: 0 } })).rejects.toThrow("temperature");
    await expect(model.generate("a", { length: 0 })).rejects.toThrow("expected length to be an integer of at least 1");
    await expect((await written("time", everyStep, undefined)).generate("a")).rejects.toThrow("the file has no preprocessing");
    const { path } = await exported([embedded(), globalAveragePooling1d(), dense({ units: 2 })], { preprocessing: words });
    await expect((await loadModel(path)).generate("a")).rejects.toThrow("expected a language model");
  });
});

describe("what does not fit is refused", () => {
  const refused = async (change: (metadata: Record<string, string>) => void) => {
    const { path } = await exported([embedded(), globalAveragePooling1d(), dense({ units: 2 })], {
      preprocessing: words,
      labels: ["a", "b"],
    });
    const model = decodeModel(new Uint8Array(await readFile(path)));
    const metadata = { ...model.metadata };
    change(metadata);
    return loadModel(encodeModel({ ...model, metadata }));
  };
  test("a vocabulary of another kind", async () => {
    await expect(refused((metadata) => void (metadata["tidu.preprocessing"] = '{"kind":"morse","options":{},"state":{}}'))).rejects.toThrow(
      'loadModel: the model: its preprocessing cannot be made: text preprocessor: there is no kind "morse".',
    );
    await expect(refused((metadata) => void (metadata["tidu.preprocessing"] = "{"))).rejects.toThrow("its preprocessing cannot be made");
    await expect(refused((metadata) => void (metadata["tidu.labels"] = '"a"'))).rejects.toThrow("its labels are no list of texts");
    await expect(refused((metadata) => void (metadata["tidu.labels"] = '["a","b","c"]'))).rejects.toThrow(
      "3 labels do not fit the output float32[batch, 2]",
    );
  });

  test("a broken or missing file", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "tidu-serve-")), "broken.onnx");
    await writeFile(path, "no protobuf at all");
    await expect(loadModel(path)).rejects.toThrow(/loadModel: .*broken\.onnx: broken ONNX file/);
    await expect(loadModel("nowhere.onnx")).rejects.toThrow("loadModel: cannot read nowhere.onnx");
    const { path: whole } = await exported([dense({ units: 1, inputShape: [1] })]);
    const bytes = new Uint8Array(await readFile(whole));
    await expect(loadModel(bytes.subarray(0, bytes.length - 9))).rejects.toThrow("broken ONNX file");
    await expect(loadClassifier(whole)).rejects.toThrow("loadClassifier: the file names no classes");
  });

  test("an empty text, by its place; one without known words is predicted on", async () => {
    const { path } = await exported([embedded(), globalAveragePooling1d(), dense({ units: 2 })], {
      preprocessing: words,
      labels: ["a", "b"],
    });
    const model = await loadClassifier(path);
    await expect(model.predict(["fine", "  "])).rejects.toThrow(
      "predict: text 1 is empty: there is nothing to predict from. Leave it out.",
    );
    await expect(model.predict([])).rejects.toThrow("expected at least one row");
    expect(await model.predict(["?!"])).toHaveLength(1);
  });

  test("a sequence that is longer than the model's positions", async () => {
    const { path } = await exported([embedded(), positionEmbedding({ sequenceLength: 3 }), globalAveragePooling1d()], {
      preprocessing: words,
    });
    await expect((await loadModel(path)).predict(["a dull and long film"])).rejects.toThrow(
      "received sequences of 5, the model takes up to 3",
    );
  });

  test("onnxruntime that is not there, or does not load", async () => {
    const fails = (message: string) => () => Promise.reject(new Error(message));
    await expect(loadRuntime(fails("Cannot find package 'onnxruntime-node' imported from x"))).rejects.toThrow(
      "Install it with: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node",
    );
    await expect(loadRuntime(fails("GLIBC_2.38 not found"))).rejects.toThrow("is installed but does not load here: GLIBC_2.38 not found");
  });
});
