import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";
import { concatenate, dense, embedding, factories, globalAveragePooling1d, gru, input } from "@tidu/layers";
import { functional } from "@tidu/models";
import type { ExportOptions, Model } from "@tidu/models";
import { decodeModel, encodeModel } from "@tidu/onnx-format";
import { sampler, textSequence, textVectorization, tokenizer } from "@tidu/text";
import { describe, expect, test } from "vitest";
import { loadClassifier, loadModel } from "./load-model.ts";

const interpreter = async () => interpreterBackend();

async function written(model: Model, options: ExportOptions): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "tidu-several-")), "model.onnx");
  await model.export(path, options);
  return path;
}

const labels = ["kitchen", "garden", "hall"];
const stories = ["mary went to the hall", "john is in the garden and mary too", "she left"];
const questions = ["where is mary", "where is john", "who"];
const words = textVectorization().adapt([...stories, ...questions]);
const asked = textSequence({ tokenizer: tokenizer().fitOnTexts(questions), maxlen: 3 });

/** Reads a story and a question, and a number where asked for. */
const reader = (withNumber = false) => {
  const [story, question, age] = [
    input({ shape: ["told"], name: "story", dtype: "int32" }),
    input({ shape: [3], name: "question", dtype: "int32" }),
    input({ shape: [2], name: "age" }),
  ];
  const told = gru({ units: 6 })(embedding({ inputDim: words.vocabularySize, outputDim: 5, maskZero: true })(story));
  const read = globalAveragePooling1d()(embedding({ inputDim: asked.vocabularySize, outputDim: 4 })(question));
  const both = concatenate()([told, read, ...(withNumber ? [age] : [])]);
  return functional({
    inputs: [story, question, ...(withNumber ? [age] : [])],
    outputs: dense({ units: 3, activation: "softmax" })(both),
    backend: interpreter,
    runOnnx,
    seed: 4,
  });
};
const preprocessing = { story: words, question: asked };

describe("a classifier of several texts", () => {
  test("predicts on texts by the inputs' names as the model does, however many run at once", async () => {
    const model = reader();
    const path = await written(model, { preprocessing, labels, samples: { story: stories, question: questions } });
    const served = await loadClassifier(path);
    expect(Object.keys(served.preprocessings)).toEqual(["story", "question"]);
    expect([served.preprocessing, served.generates]).toEqual([undefined, undefined]);
    const own = await model.predict({ story: words.encode(stories), question: asked.encode(questions) });
    const expected = Array.from(await own.data(), Number);
    for (const batchSize of [256, 2, 1]) {
      const found = await served.predict({ story: stories, question: questions }, { batchSize });
      found.forEach(({ probabilities }, row) =>
        labels.forEach((label, i) => expect(probabilities[label]).toBeCloseTo(expected[row * 3 + i] ?? NaN, 6)),
      );
      expect(found).toHaveLength(3);
    }
    const [one] = await served.predict({ story: "she left", question: "who" });
    expect(one?.probability).toBeGreaterThan(1 / 3);
    const { dense: numbers } = await served.run({ story: stories, question: questions });
    expect(numbers?.shape).toEqual([3, 3]);
  });

  test("an input without preprocessing takes numbers beside them", async () => {
    const model = reader(true);
    const served = await loadModel(await written(model, { preprocessing }));
    if (served.labels !== undefined) throw new Error("labels were not exported");
    const age = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const own = await model.predict({ story: words.encode(stories), question: asked.encode(questions), age });
    const { data } = await served.predict({ story: stories, question: questions, age });
    Array.from(await own.data(), Number).forEach((value, i) => expect(Number(data[i])).toBeCloseTo(value, 6));
    await expect(served.predict({ story: stories, question: questions, age: ["old"] })).rejects.toThrow(
      'predict: "age": this file takes numbers, float32[batch, 2], not texts',
    );
  });

  test("takes preprocessing that the file does not have, by input", async () => {
    const path = await written(reader(), { preprocessing: { story: words } });
    const rows = { story: stories, question: questions };
    await expect((await loadModel(path)).predict(rows)).rejects.toThrow('"question": this file takes numbers, int32[batch, 3], not texts');
    const found = await (await loadModel(path, { preprocessing: { question: asked }, labels })).predict(rows);
    expect(found).toHaveLength(3);
    await expect(loadModel(path, { preprocessing: words })).rejects.toThrow(
      "preprocessing is for one input, the model has 2 (story, question). Name those that take texts: { story: …, question: … }.",
    );
    await expect(loadModel(path, { preprocessing: { query: words } })).rejects.toThrow(
      'preprocessing for "query", which is no input. Inputs: story, question.',
    );
  });

  test("refuses rows that do not fit", async () => {
    const served = await loadClassifier(await written(reader(), { preprocessing, labels }));
    await expect(served.predict(stories)).rejects.toThrow(
      "predict: the model has 2 inputs (story, question). Name what each of them holds: predict({ story: …, question: … }).",
    );
    await expect(served.predict({ story: stories })).rejects.toThrow('predict: nothing for the input "question", which takes texts.');
    await expect(served.predict({ story: stories, qestion: questions })).rejects.toThrow(
      'predict: there is no input "qestion". Inputs: story',
    );
    await expect(served.predict({ story: stories, question: ["who"] })).rejects.toThrow(
      'predict: every row needs all inputs, but "story" has 3 rows and "question" has 1.',
    );
    await expect(served.predict({ story: ["she left", " "], question: ["who", "who"] })).rejects.toThrow(
      'predict: "story": text 1 is empty',
    );
    await expect(served.generate("she")).rejects.toThrow(
      "generate: the file does not say which of its inputs (story, question) goes on. Export it with { generates }.",
    );
  });

  test("a file that speaks of inputs that are not there is refused", async () => {
    const file = decodeModel(new Uint8Array(await readFile(await written(reader(), { preprocessing }))));
    const changed = (metadata: Readonly<Record<string, string>>) =>
      loadModel(encodeModel({ ...file, metadata: { ...file.metadata, ...metadata } }));
    await expect(changed({ "tidu.generates": "tale" })).rejects.toThrow(
      'loadModel: the model: it generates "tale", which is no input (story, question). Export it again.',
    );
    await expect(changed({ "tidu.preprocessings": '{"tale":{}}' })).rejects.toThrow(
      'it has tidu.preprocessing for "tale", which is no input',
    );
    await expect(changed({ "tidu.preprocessings": '{"story":{}}' })).rejects.toThrow("its preprocessing cannot be made");
  });
});

// Numbers said in another language, the last one first.
const numbers = ["one", "two", "three"];
const others: Readonly<Record<string, string>> = { one: "ena", two: "dva", three: "tri" };
const english = [...numbers, ...numbers.flatMap((first) => numbers.map((second) => `${first} ${second}`))];
const translated = english.map((text) =>
  text
    .split(" ")
    .toReversed()
    .map((word) => others[word])
    .join(" "),
);
const source = textSequence({ tokenizer: tokenizer().fitOnTexts(english), padding: "post", maxlen: 2 });
const spoken = tokenizer().fitOnTexts(translated); // 1, 2, 3
const target = textSequence({ tokenizer: spoken, padding: "post", maxlen: 4, start: 4, end: 5 });

/** An encoder-decoder transformer. */
function translator(seed: number, backend: () => Promise<Backend>): Model {
  const words = (vocabularySize: number) =>
    factories.tokenAndPositionEmbedding({
      vocabularySize,
      sequenceLength: 4,
      embeddingDim: 16,
      maskZero: true,
      embeddingsInitializer: "normal",
    });
  const block = { intermediateDim: 16, numHeads: 2 };
  const heard = input({ shape: ["sourceTime"], name: "english", dtype: "int32" });
  const said = input({ shape: ["targetTime"], name: "other", dtype: "int32" });
  const read = factories.transformerEncoder(block)(words(source.vocabularySize)(heard));
  const y = factories.transformerDecoder(block)([words(target.vocabularySize)(said), read]);
  const outputs = dense({ units: target.vocabularySize, activation: "softmax" })(y);
  return functional({ inputs: [heard, said], outputs, backend, runOnnx, seed });
}
const translations = { preprocessing: { english: source, other: target }, generates: "other" };
const greedy = { sample: { strategy: "greedy" } } as const;

/** What the training packages generate. */
async function own(model: Model): Promise<readonly string[]> {
  const generator = await model.generator({ input: "other" });
  const ids = await generator.generate(
    english.map(() => [4]),
    { pick: (scores) => sampler({ strategy: "greedy" })(scores), stop: 5, inputs: { english: source.encode(english) } },
  );
  return target.decode(ids);
}

describe("a translator", () => {
  test.each([1, 2, 3])("says what the model's generator says, with weights of seed %i", async (seed) => {
    const model = translator(seed, interpreter);
    const served = await loadModel(await written(model, translations));
    expect(served.generates).toBe("other");
    for (const [i, expected] of (await own(model)).entries())
      expect(await served.generate("", { inputs: { english: english[i] ?? "" }, ...greedy })).toBe(expected);
  });

  test("that has learned ends where a sentence ends", async () => {
    const model = translator(1, () => onnxruntime());
    const { shape, data } = target.encode(translated);
    const rows = Array.from({ length: shape[0] ?? 0 }, (_, row) => Array.from(data.subarray(row * 4, row * 4 + 4)));
    model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
    await model.fit(
      { english: source.encode(english), other: rows.map((ids) => ids.slice(0, 3)) },
      rows.map((ids) => ids.slice(1)),
      {
        epochs: 100,
        batchSize: 12,
        callbacks: [{ onTrainBegin: (training) => void (training.learningRate = 0.01) }],
        verbose: 0,
      },
    );
    const served = await loadModel(await written(model, { ...translations, samples: { english, other: translated } }));
    const found: string[] = [];
    for (const text of english) found.push(await served.generate("", { inputs: { english: text }, ...greedy }));
    expect(found).toEqual(translated);
    expect(await own(model)).toEqual(translated);
    expect(await served.generate("dva", { inputs: { english: "one two" }, ...greedy })).toBe(" ena"); // goes on
    expect(await served.generate("", { inputs: { english: "one two" }, length: 1, ...greedy })).toBe("dva");
  });

  test("refuses what it cannot go on from", async () => {
    const served = await loadModel(await written(translator(1, interpreter), translations));
    const inputs = { english: "one" };
    await expect(served.generate("")).rejects.toThrow('generate: nothing for the input "english", which takes texts.');
    await expect(served.generate("", { inputs: { english: ["one", "two"] } })).rejects.toThrow(
      "expected one row for each of the other inputs",
    );
    await expect(served.generate("", { inputs: { ...inputs, other: "dva" } })).rejects.toThrow('"other" is the input that goes on');
    await expect(served.generate("", { inputs: { German: "eins" } })).rejects.toThrow(
      'generate: there is no input "German". Inputs: english int32[batch, sourceTime].',
    );
    await expect(served.generate("dva dva dva dva", { inputs })).rejects.toThrow(
      "a prompt of 5 ids leaves no room, the model takes up to 4",
    );
    const startless = { english: source, other: textSequence({ tokenizer: spoken, padding: "post", maxlen: 4 }) };
    await expect(
      (await loadModel(await written(translator(1, interpreter), { ...translations, preprocessing: startless }))).generate("", { inputs }),
    ).rejects.toThrow("generate: the prompt is empty, and texts of this model have no start id.");
  });
});
