import { mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import {
  add,
  categoryEncoding,
  dense,
  discretization,
  embedding,
  flatten,
  globalAveragePooling1d,
  input,
  integerLookup,
  positionEmbedding,
  reshape,
} from "@tidu/layers";
import type { Layer } from "@tidu/layers";
import { inspectOnnx } from "@tidu/onnx-export";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import { sequential } from "../sequential.ts";
import type { ExportOptions } from "./export-onnx.ts";
import type { ExportedPreprocessing } from "./exported-preprocessing.ts";

const open = async () => interpreterBackend();
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "tidu-text-"));
const averaged = (inputDim: number, time: number | string = "time"): Layer[] => [
  embedding({ inputDim, outputDim: 4, inputShape: [time] }),
  globalAveragePooling1d(),
];
const model = (layers: readonly Layer[]) => sequential(layers, { backend: open, runOnnx, seed: 1 });

/** A letter is an id: a = 1. */
const letters = (length: number | null, vocabularySize = 27): ExportedPreprocessing => ({
  row: { dtype: "int32", shape: [length] },
  vocabularySize,
  config: { kind: "letters", options: { length }, state: {} },
  encode: (texts) => {
    const size = length ?? Math.max(...texts.map((text) => text.length));
    const ids = texts.flatMap((text) => Array.from({ length: size }, (_, i) => Math.max(0, (text.charCodeAt(i) || 96) - 96)));
    return { dtype: "int32", shape: [texts.length, size], data: Int32Array.from(ids) };
  },
});
const counts: ExportedPreprocessing = {
  ...letters(null),
  row: { dtype: "float32", shape: [27] },
};

test("a file says how texts become its input, and what its classes are called", async () => {
  const path = join(await folder(), "letters.onnx");
  const classifier = model([...averaged(27), dense({ units: 2, activation: "softmax" })]);
  const report = await classifier.export(path, {
    preprocessing: letters(null),
    labels: ["no", "yes"],
    samples: ["abc", "zz", "q"],
    metadata: { author: "me" },
  });
  expect(report.samples).toBe(3);
  const { metadata } = inspectOnnx(new Uint8Array(await readFile(path)));
  expect(metadata).toMatchObject({ author: "me", "tidu.labels": '["no","yes"]' });
  expect(JSON.parse(metadata["tidu.preprocessing"] ?? "")).toEqual(letters(null).config);
});

test.each([
  ["the interpreter", open],
  ["tfjs", () => tfjsBackend({ backend: "wasm" })],
] as const)("preprocessing in the graph gives the same numbers in onnxruntime and %s", async (_, backend) => {
  const vocabulary = [7, -3, 1000, 12];
  const [age, colour] = [input({ shape: [2], name: "age" }), input({ shape: [3], dtype: "int32", name: "colour" })];
  const bins = discretization({ binBoundaries: [-0.5, 0, 0.5], outputMode: "count" })(age);
  const modes = ["int", "multiHot", "count", "oneHot"] as const;
  const looked = modes.map((outputMode) =>
    integerLookup({ vocabulary, numOovIndices: 2, maskToken: 0, outputMode, name: outputMode })(colour),
  );
  const ones = categoryEncoding({ numTokens: 3, name: "ones" })(colour);
  const exported = functional({ inputs: [age, colour], outputs: [bins, ...looked, ones], backend, runOnnx });
  const samples = {
    age: [
      [-1, 0.5],
      [0.2, -0.5],
      [9, 0],
    ],
    colour: [
      [7, 0, 5],
      [-3, -4, 1000],
      [2, 2, 1],
    ],
  };
  expect(await exported.export(join(await folder(), "columns.onnx"), { samples })).toMatchObject({ samples: 3, maxDifference: 0 });
});

/** Scores of the letter that follows in a text, which another one goes with. */
const writer = (options: { readonly classes?: number; readonly longest?: number } = {}) => {
  const [topic, said] = [input({ shape: [4], name: "topic" }), input({ shape: ["time"], name: "said" })];
  const embedded = embedding({ inputDim: 27, outputDim: 4 });
  const read = globalAveragePooling1d()(embedded(topic));
  const words = positionEmbedding({ sequenceLength: options.longest ?? 9 })(embedded(said));
  const scores = dense({ units: options.classes ?? 27, name: "scores" })(add()([words, reshape({ targetShape: [1, 4] })(read)]));
  return functional({ inputs: [topic, said], outputs: scores, backend: open, runOnnx, seed: 2 });
};

test("a file of several inputs says which take texts, and with which it goes on", async () => {
  const path = join(await folder(), "writer.onnx");
  const preprocessing = { topic: letters(4), said: letters(null) };
  const written = async (options: ExportOptions) => {
    const { samples } = await writer().export(path, options);
    const { metadata } = inspectOnnx(new Uint8Array(await readFile(path)));
    return { samples, metadata };
  };
  const { samples, metadata } = await written({
    preprocessing,
    generates: "said",
    samples: { topic: ["ab", "cdef", "g"], said: ["once", "upon", "a"] },
  });
  expect(samples).toBe(3);
  expect(metadata).toMatchObject({ "tidu.generates": "said", "tidu.longestSequences": '{"said":9}' });
  expect(JSON.parse(metadata["tidu.preprocessings"] ?? "")).toEqual({ topic: letters(4).config, said: letters(null).config });
  expect(metadata).not.toHaveProperty("tidu.preprocessing");

  const mixed = await written({ preprocessing: { said: letters(null) }, samples: { topic: [[1, 2, 3, 4]], said: ["once"] } });
  expect(mixed.samples).toBe(1);
  expect(JSON.parse(mixed.metadata["tidu.preprocessings"] ?? "")).toEqual({ said: letters(null).config });
  expect(mixed.metadata).not.toHaveProperty("tidu.generates");
});

test("the only input may be named too; with which ids it goes on is a line of the file", async () => {
  const path = join(await folder(), "letters.onnx");
  const language = model([embedding({ inputDim: 27, outputDim: 4, inputShape: ["time"], name: "in" }), dense({ units: 27 })]);
  await language.export(path, { preprocessing: { input: letters(null) }, generates: "input", samples: { input: ["abc", "zz"] } });
  const { metadata } = inspectOnnx(new Uint8Array(await readFile(path)));
  expect(metadata).toMatchObject({ "tidu.generates": "input", "tidu.preprocessing": JSON.stringify(letters(null).config) });
});

test("made-up rows are no longer than the model takes", async () => {
  const short = model([embedding({ inputDim: 3, outputDim: 2, inputShape: ["time"] }), positionEmbedding({ sequenceLength: 4 })]);
  expect((await short.export(join(await folder(), "short.onnx"))).maxDifference).toBeLessThan(1e-6);
});

describe("what does not fit is refused before anything is written", () => {
  const classes = dense({ units: 2, activation: "softmax" });
  const x = input({ shape: [1] });
  test.each([
    [
      "another length",
      model([...averaged(27, 20), classes]),
      { preprocessing: letters(5) },
      "takes int32[batch, 20], preprocessing gives int32[texts, 5]",
    ],
    [
      "no length",
      model([...averaged(27, 20), classes]),
      { preprocessing: letters(null) },
      "Give preprocessing the length 20 (outputSequenceLength, maxlen)",
    ],
    [
      "counts for ids",
      model([embedding({ inputDim: 27, outputDim: 1, inputShape: [27] }), flatten()]),
      { preprocessing: counts },
      'Choose an outputMode of ids ("int")',
    ],
    [
      "another rank",
      model([dense({ units: 2, inputShape: [4, 4] })]),
      { preprocessing: letters(4) },
      "Make the model with an inputShape that fits.",
    ],
    [
      "more ids than the model knows",
      model([...averaged(20), classes]),
      { preprocessing: letters(null) },
      'preprocessing has 27 ids, layer "embedding" knows 20. Make the model for this vocabulary: inputDim: 27.',
    ],
    [
      "sequences that are too long",
      model([embedding({ inputDim: 27, outputDim: 2, inputShape: ["time"] }), positionEmbedding({ sequenceLength: 4 })]),
      { preprocessing: letters(5) },
      'preprocessing gives sequences of 5, layer "positionEmbedding" takes up to 4',
    ],
    [
      "two inputs",
      functional({ inputs: [x, input({ shape: [1] })], outputs: x, backend: open, runOnnx }),
      { preprocessing: letters(1) },
      "this model has 2 (input_1, input_2). Name those that take texts: preprocessing: { input_1: …, input_2: … }.",
    ],
    [
      "an input that is not there",
      writer(),
      { preprocessing: { topic: letters(4), sadi: letters(null) } },
      'preprocessing for "sadi", which is no input: did you mean "said"? Inputs: topic, said.',
    ],
    [
      "one of several inputs",
      writer(),
      { preprocessing: { topic: letters(3) } },
      'the input "topic" takes float32[batch, 4], preprocessing gives int32[texts, 3]',
    ],
    [
      "texts for an input without preprocessing",
      writer(),
      { preprocessing: { topic: letters(4) }, samples: { topic: ["a"], said: ["b"] } },
      'there is no preprocessing to encode them with for the input "said"',
    ],
    [
      "texts of no input",
      writer(),
      { preprocessing: { topic: letters(4) }, samples: ["a"] },
      "Give each its own: samples: { topic: …, said: … }.",
    ],
    [
      "texts of unequal count",
      writer(),
      { preprocessing: { topic: letters(4), said: letters(null) }, samples: { topic: ["a"], said: ["b", "c"] } },
      'x for input "said" has 2 rows, x for input "topic" has 1',
    ],
    [
      "generating in an input that is not there",
      writer(),
      { preprocessing: { said: letters(null) }, generates: "sad" },
      'generates: input "sad": did you mean "said"?',
    ],
    [
      "generating without preprocessing",
      writer(),
      { preprocessing: { topic: letters(4) }, generates: "said" },
      'generates "said" needs what turns the texts of that input into ids and back: preprocessing: { said: textSequence(…) }.',
    ],
    [
      "generating counts",
      writer(),
      { preprocessing: { topic: { ...letters(4), row: { dtype: "float32", shape: [4] } } }, generates: "topic" },
      "its preprocessing (letters) gives no ids one after the other",
    ],
    [
      "generating what it has no numbers for",
      writer({ classes: 20 }),
      { preprocessing: { said: letters(null) }, generates: "said" },
      'to give numbers for its 27 ids, [batch, time, ids] or [batch, ids]; "scores" is float32[batch, time, 20]',
    ],
    [
      "generating classes",
      writer(),
      { preprocessing: { said: letters(null) }, generates: "said", labels: ["a", "b"] },
      "labels name classes, but generates says that the output is for ids that follow",
    ],
    [
      "too few labels",
      model([...averaged(27), classes]),
      { labels: ["one"] },
      'expected 2 labels for the output "dense" float32[batch, 2], received 1',
    ],
    ["labels that are equal", model([...averaged(27), classes]), { labels: ["one", "one"] }, 'the label "one" is there twice'],
    ["one label for a probability", model([...averaged(27), dense({ units: 1 })]), { labels: ["one"] }, "expected 2 labels"],
    [
      "a key that is taken",
      model([...averaged(27), classes]),
      { metadata: { "tidu.labels": "[]" } },
      'metadata "tidu.labels" is written by export itself',
    ],
    [
      "texts without preprocessing",
      model([...averaged(27), classes]),
      { samples: ["abc"] },
      "samples are texts, but there is no preprocessing",
    ],
  ] as const)("%s", async (_, exported, options, message) => {
    const place = await folder();
    await expect(exported.export(join(place, "x.onnx"), options)).rejects.toThrow(message);
    expect(await readdir(place)).toEqual([]);
  });
});
