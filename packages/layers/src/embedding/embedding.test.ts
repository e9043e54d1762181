import { grad, namedDim, randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "../config.ts";
import { input } from "../core/input.ts";
import { layerFromConfig } from "../from-config.ts";
import { embedding } from "./embedding.ts";
import { positionEmbedding } from "./position-embedding.ts";
import { reversibleEmbedding } from "./reversible-embedding.ts";
import { rotaryEmbedding } from "./rotary-embedding.ts";
import { rotaryFrequencies } from "./rotary-frequencies.ts";
import { sinePositionEncoding } from "./sine-position-encoding.ts";
import { tokenAndPositionEmbedding } from "./token-and-position-embedding.ts";

interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly weights: Readonly<Record<string, FixtureTensor>>;
  readonly input: FixtureTensor;
  readonly mask?: FixtureTensor;
  readonly output: FixtureTensor;
  readonly cotangent: FixtureTensor;
  readonly inputGradient?: FixtureTensor;
  readonly weightGradients: Readonly<Record<string, FixtureTensor>>;
}

const { cases } = loadFixture<{ readonly cases: readonly Case[] }>("embedding");
const read = (value: FixtureTensor): Tensor => tensor(fixtureTensor(value));
const readAll = (values: Case["weights"]): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, read(value)]));
const named = cases.map((item) => [`${item.name} ${JSON.stringify(item.options)} [${item.input.shape.join(", ")}]`, item] as const);

describe("Keras's numbers, forward and backward", () => {
  test.each(named)("%s", async (_, item) => {
    const layer = layerFromConfig({ kind: item.name, options: item.options });
    const [weights, x] = [readAll(item.weights), read(item.input)];
    expect(Object.keys(layer.weights([x.spec])).toSorted()).toEqual(Object.keys(weights).toSorted());
    const [y, , more] = layer.apply(weights, x);
    expect(differenceOf(await y.value(), fixtureTensor(item.output))).toBeUndefined();
    expect(await more?.mask?.array()).toEqual(item.options["maskZero"] === true ? await x.notEqual(0).array() : undefined);
    const slopes = grad((weights: Record<string, Tensor>, x: Tensor) => layer.apply(weights, x)[0].mul(read(item.cotangent)).sum())(
      weights,
      x,
    );
    for (const [name, expected] of Object.entries(item.weightGradients))
      expect(slopes[name] && differenceOf(await slopes[name].value(), fixtureTensor(expected)), name).toBeUndefined();
  });
});

describe("gradients in a random direction", () => {
  test.each(named)("%s", async (_, item) => {
    const layer = layerFromConfig({ kind: item.name, options: item.options });
    const apply = (weights: Record<string, Tensor>, x: Tensor): Tensor => layer.apply(weights, x)[0];
    expect(await checkGradients(apply, [readAll(item.weights), read(item.input)])).toBeUndefined();
  });
});

test("vectors that are known are the first values, and an adapted table leaves them alone", async () => {
  const layer = embedding({
    inputDim: 2,
    outputDim: 2,
    weights: [
      [1, 2],
      [3, 4],
    ],
    loraRank: 1,
  });
  const specs = layer.weights([{ shape: [1, 2], dtype: "int32" }]);
  expect(Object.entries(specs).map(([name, spec]) => [name, "trainable" in spec && spec.trainable])).toEqual([
    ["embeddings", false],
    ["loraEmbeddingsA", true],
    ["loraEmbeddingsB", true],
  ]);
  const ids = tensor(new Int32Array([1, 0]), [1, 2]);
  expect(await layer.apply(layer.init(randomKey(1), [ids.spec]), ids)[0].array()).toEqual([
    [
      [3, 4],
      [1, 2],
    ],
  ]);
  expect(() =>
    embedding({
      inputDim: 2,
      outputDim: 3,
      weights: [
        [1, 2],
        [3, 4],
      ],
    }),
  ).toThrow("embedding: expected weights of shape [2, 3], one row per id, received [2, 2].");
  expect(() => embedding({ inputDim: 2, outputDim: 3, loraRank: 1, embeddingsConstraint: "nonNeg" })).toThrow("Leave one out.");
});

// By hand: the vectors of three ids and those of the first three positions.
test("tokens and positions are added, and vectors come back as scores", async () => {
  const layer = tokenAndPositionEmbedding({ vocabularySize: 3, sequenceLength: 4, embeddingDim: 2, maskZero: true });
  const weights = {
    tokenEmbedding: tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    positionEmbedding: tensor([
      [10, 0],
      [20, 0],
      [30, 0],
      [40, 0],
    ]),
  };
  const [y, , more] = layer.apply(weights, tensor(new Int32Array([2, 0, 1]), [1, 3]));
  expect(await y.array()).toEqual([
    [
      [15, 6],
      [21, 2],
      [33, 4],
    ],
  ]);
  expect(await more?.mask?.array()).toEqual([[true, false, true]]);
  expect(
    await layer
      .apply(
        weights,
        tensor([
          [
            [1, 0],
            [0, 1],
          ],
        ]),
      )[0]
      .array(),
  ).toEqual([
    [
      [1, 3, 5],
      [2, 4, 6],
    ],
  ]);
});

test("positions go on where a sequence stands, and have the shape of the input", async () => {
  const layer = positionEmbedding({ sequenceLength: 3 });
  const weights = { embeddings: tensor([[1], [2], [3]]) };
  const x = tensor(new Float32Array(2), [2, 1, 1]);
  expect(await layer.apply(weights, x)[0].array()).toEqual([[[1]], [[1]]]);
  const stepping = { position: tensor(new Int32Array([2]), []), cache: {}, moving: [true] };
  expect(await layer.apply(weights, x, { stepping })[0].array()).toEqual([[[3]], [[3]]]);
  const free = input({ shape: ["time", 4] });
  for (const each of [layer, sinePositionEncoding(), rotaryEmbedding()])
    expect(each(free).spec.shape).toEqual([namedDim("batch"), namedDim("time"), 4]);
});

// Peng et al. 2023 (YaRN), for 8 features and sequences 4 times longer: the highest frequency stays, the lowest is divided by 4.
test("longer sequences by frequency", () => {
  const plain = rotaryFrequencies(8, {});
  const scaled = rotaryFrequencies(8, { ropeType: "yarn", scalingFactor: 4, originalMaxPositionEmbeddings: 64 });
  expect(scaled[0]).toBeCloseTo(plain[0] ?? 0, 12);
  expect(scaled[3]).toBeCloseTo((plain[3] ?? 0) / 4, 12);
  expect(rotaryFrequencies(8, { scalingFactor: 2 })).toEqual(plain.map((frequency) => frequency / 2));
});

test("what does not fit is said", () => {
  expect(() => embedding({ inputDim: 0, outputDim: 2 })).toThrow(
    "embedding: expected inputDim to be an integer of at least 1, received 0.",
  );
  expect(() => reversibleEmbedding({ inputDim: 5, outputDim: 2, name: "words" })(input({ shape: [3] }))).toThrow(
    'words: expected ids as int32 (input({ dtype: "int32", … })), or vectors of length 2 on their way back, received float32[batch, 3].',
  );
  expect(() => positionEmbedding({ sequenceLength: 3, name: "places" })(input({ shape: [4, 2] }))).toThrow(
    "places: its sequenceLength allows 3 positions: expected at most so many on axis 1, received float32[batch, 4, 2].",
  );
  expect(() => rotaryEmbedding()(input({ shape: [4, 3] }))).toThrow("expected a known, even number of features");
});
