import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { cumsum, interpreterBackend, Tensor } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";
import { factories, input, layer } from "@tidu/layers";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import type { Model } from "../model.ts";
import { sequential } from "../sequential.ts";

const ids = 11;
const greedy = (scores: Float32Array): number => scores.indexOf(Math.max(...scores));
const block = { intermediateDim: 12, numHeads: 2 };

type Source = () => Promise<Backend>;

const languageModels: Readonly<Record<string, (backend: Source) => Model>> = {
  "learned positions, decoder blocks and a tied output": (backend) => {
    const words = factories.tokenAndPositionEmbedding({
      vocabularySize: ids,
      sequenceLength: 16,
      embeddingDim: 8,
      embeddingsInitializer: "normal",
    });
    const text = input({ shape: ["time"], dtype: "int32" });
    const y = factories.transformerDecoder({ ...block, normalizeFirst: true })(factories.transformerDecoder(block)(words(text)));
    return functional({ inputs: text, outputs: words(factories.layerNormalization()(y)), backend, seed: 1 });
  },
  "rotations, shared keys and a window": (backend) => {
    const text = input({ shape: ["time"], dtype: "int32" });
    const x = factories.embedding({ inputDim: ids, outputDim: 8, embeddingsInitializer: "normal" })(text);
    const attended = factories.groupQueryAttention({
      headDim: 4,
      numQueryHeads: 4,
      numKeyValueHeads: 2,
      causal: true,
      rotary: true,
      slidingWindow: 3,
    })(x);
    const y = factories.add()([x, factories.rmsNormalization()(attended)]);
    return functional({ inputs: text, outputs: factories.dense({ units: ids })(y), backend, seed: 2 });
  },
  "sines, masks and attention in a model inside": (backend) => {
    const x = input({ shape: ["time", 8] });
    const attends = factories.multiHeadAttention({ numHeads: 2, keyDim: 3, valueDim: 5, causal: true });
    const inner = functional({ inputs: x, outputs: factories.add()([x, attends([x, x])]) });
    const text = input({ shape: ["time"], dtype: "int32" });
    const words = factories.embedding({ inputDim: ids, outputDim: 8, maskZero: true, embeddingsInitializer: "normal" })(text);
    const placed = factories.add()([words, factories.sinePositionEncoding()(words)]);
    return functional({
      inputs: text,
      outputs: factories.dense({ units: ids, activation: "softmax" })(inner.asLayer()(placed)),
      backend,
      seed: 3,
    });
  },
  "recurrent layers": (backend) =>
    sequential(
      [
        factories.embedding({ inputDim: ids, outputDim: 4, embeddingsInitializer: "normal", inputShape: ["time"] }),
        factories.gru({ units: 5, returnSequences: true }),
        factories.timeDistributed({ layer: factories.dense({ units: 6, activation: "tanh" }) }),
        factories.lstm({ units: 7 }),
        factories.dense({ units: ids }),
      ],
      { backend, seed: 6 },
    ),
  "a sequential model": (backend) =>
    sequential(
      [
        factories.tokenAndPositionEmbedding({
          vocabularySize: ids,
          sequenceLength: 12,
          embeddingDim: 8,
          embeddingsInitializer: "normal",
          inputShape: [12],
        }),
        factories.dropout({ rate: 0.5 }),
        factories.transformerDecoder({ ...block, rotary: true }),
        factories.dense({ units: ids }),
      ],
      { backend, seed: 4 },
    ),
};

const engines: readonly (readonly [name: string, backend: Source])[] = [
  ["interpreter", async () => interpreterBackend()],
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
];

/** What the whole model gives for the last position. */
async function whole(model: Model, rows: readonly (readonly number[])[], others: readonly number[][][] = []): Promise<number[][]> {
  const y = await model.predict(others.length === 0 ? rows.map((row) => [...row]) : [...others, rows.map((row) => [...row])]);
  const value = await y.value();
  const [count = 0, time = 1, size = 1] = value.shape.length === 3 ? value.shape : [value.shape[0], 1, value.shape[1]];
  return Array.from({ length: count }, (_, row) =>
    [...value.data].map(Number).slice((row * time + time - 1) * size, (row * time + time) * size),
  );
}

const closeTo = (found: readonly Float32Array[], expected: readonly number[][]): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((row, i) => row.forEach((value, j) => expect(found[i]?.[j]).toBeCloseTo(value, 5)));
};

describe.each(engines)("on %s, a step with what was kept gives what the whole sequence gives", (_, backend) => {
  test.each(Object.entries(languageModels))("%s", async (name, make) => {
    const model = make(backend);
    // A model whose input has one length is asked for the whole at any length through a copy of it with a free one.
    const reference = name === "a sequential model" ? undefined : model;
    const generator = await model.generator({ maxLength: 12 });
    const rows = [
      [3, 1, 4, 1, 5],
      [9, 2, 6, 5, 3],
    ];
    const run = await generator.start(rows);
    for (const next of [
      [5, 8],
      [9, 7],
      [9, 3],
    ]) {
      if (reference !== undefined) closeTo(run.scores, await whole(reference, rows));
      next.forEach((id, row) => rows[row]?.push(id));
      await run.next(next);
    }
    if (reference !== undefined) closeTo(run.scores, await whole(reference, rows));
    run.select([1, 1, 0]);
    await run.next([4, 1, 2]);
    const chosen = [
      [...(rows[1] ?? []), 4],
      [...(rows[1] ?? []), 1],
      [...(rows[0] ?? []), 2],
    ];
    const padded = (row: readonly number[]): number[] => [...row, ...Array.from({ length: 12 - row.length }, () => 0)];
    if (reference !== undefined) closeTo(run.scores, await whole(reference, chosen));
    else {
      const value = await (await model.predict(chosen.map(padded))).value();
      closeTo(
        run.scores,
        chosen.map((row, i) => [...value.data].map(Number).slice((i * 12 + row.length - 1) * ids, (i * 12 + row.length) * ids)),
      );
    }
  });

  test("a translator: the source is encoded once", async () => {
    const source = input({ shape: ["length"], dtype: "int32", name: "source" });
    const target = input({ shape: ["time"], dtype: "int32", name: "target" });
    const embed = () =>
      factories.tokenAndPositionEmbedding({
        vocabularySize: ids,
        sequenceLength: 16,
        embeddingDim: 8,
        maskZero: true,
        embeddingsInitializer: "normal",
      });
    const encoded = factories.transformerEncoder(block)(embed()(source));
    const y = factories.transformerDecoder(block)([embed()(target), encoded]);
    const found = factories.attention()([y, encoded]);
    const model = functional({
      inputs: [source, target],
      outputs: factories.dense({ units: ids })(factories.concatenate()([y, found])),
      backend,
      seed: 5,
    });
    const generator = await model.generator({ input: "target" });
    const sources = [
      [4, 2, 7, 0, 0],
      [1, 2, 3, 4, 5],
    ];
    const run = await generator.start([[1], [1]], { source: sources });
    closeTo(run.scores, await whole(model, [[1], [1]], [sources]));
    await run.next([6, 3]);
    await run.next([2, 2]);
    closeTo(
      run.scores,
      await whole(
        model,
        [
          [1, 6, 2],
          [1, 3, 2],
        ],
        [sources],
      ),
    );
  });
});

describe("sequences until they end", () => {
  const model = languageModels["rotations, shared keys and a window"]?.(async () => interpreterBackend());
  test("greedy choice equals asking the whole model each time", async () => {
    const generator = await model?.generator({ maxLength: 12 });
    const expected = [
      [3, 1],
      [7, 7],
    ];
    for (let i = 0; i < 6; i++)
      (await whole(model as Model, expected)).forEach((scores, row) => expected[row]?.push(greedy(Float32Array.from(scores))));
    const told: number[] = [];
    expect(
      await generator?.generate(
        [
          [3, 1],
          [7, 7],
        ],
        { pick: greedy, length: 6, onId: (id, row) => row === 0 && told.push(id) },
      ),
    ).toEqual(expected);
    expect(told).toEqual(expected[0]?.slice(2));
    expect(await generator?.generate([3, 1], { pick: greedy, length: 6 })).toEqual(expected[0]);
  });

  test("prompts of several lengths, and rows that end early, do not disturb the others", async () => {
    const generator = await model?.generator({ maxLength: 8 });
    const alone = await generator?.generate([2, 5, 6], { pick: greedy });
    expect(alone).toHaveLength(8);
    let asked = 0;
    const pick = (scores: Float32Array, { row }: { readonly row: number }): number => (row === 1 && ++asked === 2 ? 10 : greedy(scores));
    const all = await generator?.generate([[2, 5, 6], [4, 4, 4], [9]], { pick, stop: (id) => asked === 2 && id === 10 });
    expect(all?.[0]).toEqual(alone);
    expect(all?.[1]).toHaveLength(5);
    expect(all?.[1]?.at(-1)).toBe(10);
    expect(all?.[2]).toEqual(await generator?.generate([9], { pick: greedy }));
  });

  test("wrong prompts and options are refused", async () => {
    const generator = await model?.generator({ maxLength: 4 });
    await expect(generator?.generate([], { pick: greedy })).rejects.toThrow("expected prompts of at least one id each");
    await expect(generator?.generate([1, 11], { pick: greedy })).rejects.toThrow("generate: the id 11 at [0, 1] is not one of layer");
    await expect(generator?.generate([1, 2, 3, 4, 5], { pick: greedy })).rejects.toThrow(
      "a prompt of 5 ids leaves no room within maxLength 4",
    );
    await expect(generator?.generate([1], { pick: () => 99 })).rejects.toThrow("generate: the id 99");
    await expect(model?.generator()).rejects.toThrow(
      'the model sets no limit to the length of "input". Say how long sequences may get: maxLength.',
    );
    const positions = languageModels["learned positions, decoder blocks and a tied output"]?.(async () => interpreterBackend());
    await expect(positions?.generator({ maxLength: 17 })).rejects.toThrow("maxLength 17 is more than the 16 positions that layer");
    const run = await generator?.start([[1, 2, 3]]);
    expect(() => run?.select([1])).toThrow("expected rows from 0 to 0, received 1");
    await expect(run?.next([1, 2])).rejects.toThrow("expected an id for each of the 1 rows, received 2");
  });
});

// By hand: running sums of 1, 2, 3 … are 1, 3, 6 …
test("a layer of one's own keeps what it needs", async () => {
  const sums = layer("sums", {
    options: {},
    config: {},
    stepping: "cache",
    apply: (_, x, { stepping }) => {
      const before = stepping?.cache?.["sum"];
      const y = before instanceof Tensor ? cumsum(x, 1).add(before) : cumsum(x, 1);
      return [y, {}, { cache: { sum: x.sum({ axis: 1, keepDims: true }).add(before instanceof Tensor ? before : 0) } }];
    },
  });
  const numbers = factories.embedding({
    inputDim: 9,
    outputDim: 1,
    weights: [[0], [1], [2], [3], [4], [5], [6], [7], [8]],
    inputShape: ["time"],
  });
  const generator = await sequential([numbers, sums], { backend: async () => interpreterBackend() }).generator({ maxLength: 9 });
  const run = await generator.start([[1, 2, 3]]);
  expect(run.scores.map(([sum]) => sum)).toEqual([6]);
  expect((await run.next([4])).map(([sum]) => sum)).toEqual([10]);
  expect((await run.next([5])).map(([sum]) => sum)).toEqual([15]);
});

describe("layers that need the whole sequence are named", () => {
  const over = (...layers: Parameters<typeof sequential>[0] & object) =>
    sequential([factories.embedding({ inputDim: ids, outputDim: 8, inputShape: [6] }), ...layers], {
      backend: async () => interpreterBackend(),
    });
  test.each([
    [
      over(factories.transformerEncoder({ ...block, name: "both ways" })),
      "both ways: attends to positions that are still to come, so it cannot go position by position. Set causal: true.",
    ],
    [over(factories.conv1d({ filters: 2, kernelSize: 3 })), 'generator: the layer "conv1d" (conv1d) needs the whole sequence'],
    [over(factories.flatten(), factories.dense({ units: 2 })), 'generator: the layer "flatten" (flatten) needs the whole sequence'],
  ] as const)("%#", async (model, message) => {
    await expect(model.generator()).rejects.toThrow(message);
  });
});
