import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { grad, interpreterBackend, jit, ones, randomKey, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { factories, input } from "@tidu/layers";
import { differenceOf, randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import { sparseCategoricalCrossentropy } from "../losses/sparse-categorical-crossentropy.ts";
import { fromBytes } from "../saving/load.ts";
import type { Model } from "../model.ts";

type Source = () => Promise<Backend>;
const engines: readonly (readonly [name: string, backend: Source])[] = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
];

const ids = 9;
const shapes = { intermediateDim: 12, numHeads: 2 };

/** A translator of free lengths, and a reader of padded texts. */
const models: Readonly<Record<string, (backend: Source) => Model>> = {
  "an encoder and a decoder": (backend) => {
    const source = input({ shape: ["length"], dtype: "int32", name: "source" });
    const target = input({ shape: ["time"], dtype: "int32", name: "target" });
    const words = factories.tokenAndPositionEmbedding({ vocabularySize: ids, sequenceLength: 20, embeddingDim: 8, maskZero: true });
    const encoded = factories.transformerEncoder({ ...shapes, activation: "gelu" })(words(source));
    const decoded = factories.transformerDecoder({ ...shapes, normalizeFirst: true })([words(target), encoded]);
    return functional({ inputs: [source, target], outputs: words(decoded), backend, runOnnx, seed: 1 });
  },
  "shared keys, rotations and a pooled end": (backend) => {
    const source = input({ shape: ["length"], dtype: "int32", name: "source" });
    const target = input({ shape: ["length"], dtype: "int32", name: "target" });
    const words = factories.embedding({ inputDim: ids, outputDim: 8, maskZero: true })(source);
    const attended = factories.groupQueryAttention({ headDim: 4, numQueryHeads: 4, numKeyValueHeads: 2, rotary: true })(words);
    const other = factories.additiveAttention()([factories.embedding({ inputDim: ids, outputDim: 8 })(target), attended]);
    return functional({
      inputs: [source, target],
      outputs: factories.dense({ units: ids })(factories.add()([attended, other])),
      backend,
      runOnnx,
      seed: 2,
    });
  },
};

/** Texts of 5 ids, padded with 0 behind 3 to 5 of them. */
const texts = (seed: number): number[][] =>
  Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 5 }, (_, i) => (i > 2 + (row % 3) ? 0 : 1 + ((row * 7 + i * 5 + seed) % (ids - 1)))),
  );

const compiled = (model: Model): Model => model.compile({ optimizer: "adam", loss: sparseCategoricalCrossentropy({ fromLogits: true }) });

describe.each(engines)("on %s", (_, backend) => {
  test.each(Object.entries(models))("%s train as on the interpreter", async (_, make) => {
    const losses = async (backend: Source): Promise<readonly number[]> => {
      const model = compiled(make(backend));
      const { history } = await model.fit([texts(1), texts(2)], texts(3), { epochs: 3, batchSize: 4, verbose: 0, shuffle: false });
      return history["loss"] ?? [];
    };
    const [found, expected] = [await losses(backend), await losses(async () => interpreterBackend())];
    expected.forEach((loss, i) => expect(found[i]).toBeCloseTo(loss, 4));
    expect(expected.at(-1)).toBeLessThan(expected[0] ?? 0);
  });

  // Of a query of a long text, every key is a small share: sums of 2,048 terms forwards and backwards.
  test("2,048 positions, some of them padded, give finite numbers and slopes", async () => {
    const layer = factories.multiHeadAttention({ numHeads: 2, keyDim: 4, causal: true });
    const x = tensor(randomValues([1, 2048, 8], 1)).mul(30);
    const weights = layer.init(randomKey(1), [x.spec]);
    const mask = ones([1, 2048], "bool").logicalAnd(tensor(Array.from({ length: 2048 }, (_, i) => i > 700)));
    const attended = (x: Tensor): Tensor => layer.apply(weights, x, { mask })[0];
    const run = jit((x: Tensor): Tensor[] => [attended(x), grad((x: Tensor) => attended(x).square().sum())(x)], {
      backend: await backend(),
    });
    for (const value of await run(x)) expect([...(await value.data())].every((number) => Number.isFinite(Number(number)))).toBe(true);
  });
});

describe("files", () => {
  test.each(Object.entries(models))("%s are saved, loaded and exported with free sizes", async (_, make) => {
    const folder = await mkdtemp(join(tmpdir(), "tidu-"));
    try {
      const model = make(() => onnxruntime());
      const copy = fromBytes(await model.toBytes(), { backend: () => onnxruntime() });
      const data = [texts(1), texts(2)];
      const expected = await model.predict(data);
      expect(differenceOf(await (await copy.predict(data)).value(), await expected.value())).toBeUndefined();
      const path = join(folder, "model.onnx");
      const report = await model.export(path, { samples: data });
      expect(report.maxDifference).toBeLessThan(1e-4);
      const longer = texts(1).map((row) => [...row, ...row]);
      const again = await model.export(path, { samples: [longer.slice(0, 3), longer.slice(0, 3)] });
      expect([again.samples, again.maxDifference < 1e-4]).toEqual([3, true]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
