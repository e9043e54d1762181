import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "@tidu/datasets";
import { dense, embedding, globalAveragePooling1d } from "@tidu/layers";
import { loadClassifier } from "@tidu/serve";
import { textVectorization } from "@tidu/text";
import { expect, test } from "vitest";
import { sequential } from "./models.ts";

const reviews = [
  ["a good film", 1],
  ["good fun, a good story", 1],
  ["a bad film", 0],
  ["bad, long and bad again", 0],
] as const;

test("texts come from a pipeline: to adapt to, to train on, and into the exported file", async () => {
  const rows = pipeline(Array.from({ length: 8 }, () => reviews).flat());
  const words = await textVectorization({ outputSequenceLength: 6 }).adapt(rows.map(([text]) => text));
  expect(words.getVocabulary().slice(0, 5)).toEqual(["", "[UNK]", "good", "bad", "a"]); // 24 times each: the last in the alphabet first
  const model = sequential([
    embedding({ inputDim: words.vocabularySize, outputDim: 8, maskZero: true, inputShape: [6] }),
    globalAveragePooling1d(),
    dense({ units: 1, activation: "sigmoid" }),
  ]);
  model.compile({ optimizer: "adam", loss: "binaryCrossentropy", metrics: ["accuracy"] });
  const batches = rows
    .map(([text, label]) => ({ text, y: label }))
    .batch(8)
    .map(({ text, y }) => ({ x: words.encode(text), y }));
  await model.fit(batches, { epochs: 60, verbose: 0 });

  const path = join(await mkdtemp(join(tmpdir(), "tidu-text-")), "reviews.onnx");
  await model.export(path, { preprocessing: words, labels: ["bad", "good"], samples: reviews.map(([text]) => text) });
  const served = await loadClassifier(path);
  const found = await served.predict(["good good story", "bad bad film"]);
  expect(found.map(({ label }) => label)).toEqual(["good", "bad"]);
});
