import { interpreterBackend, tensorData } from "@tidu/core-tensor";
import { pipeline } from "@tidu/datasets";
import { dense } from "@tidu/layers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { Model } from "../model.ts";
import { sequential } from "../sequential.ts";
import type { Batches } from "./batch-like.ts";

const build = (): Model =>
  sequential([dense({ units: 1, inputShape: [3] })], { backend: async () => interpreterBackend(), seed: 1 }).compile({
    optimizer: "sgd",
    loss: "mse",
  });

const x = randomValues([4, 3], 1);
const batch = { x, y: new Float32Array(4) };
const good = Array.from({ length: 6 }, () => batch);
const changed = (place: number, other: object): readonly object[] => good.with(place, { ...batch, ...other });
const quiet = { verbose: 0 } as const;

/** Runs with what the types would refuse. */
const fit = (data: unknown, options: object = {}): Promise<unknown> => build().fit(data as Batches, { ...quiet, ...options });

describe("a stream is refused where it does not fit, with the batch, what was received and what to do", () => {
  test.each<[string, () => Promise<unknown>, string | RegExp]>([
    ["an empty one", () => fit(pipeline([])), "fit: the data gave no batch."],
    [
      "a generator gone over twice",
      () => fit(good.values(), { epochs: 2 }),
      "fit: the data gave no batch the second time. A generator can be gone over once: pass something that begins anew, such as pipeline(() => generator())",
    ],
    [
      "one that ends too early",
      () => fit(pipeline(good), { stepsPerEpoch: 4, epochs: 2 }),
      "fit: the data ended after 2 batches of pass 2, stepsPerEpoch is 4. Repeat them (pipeline.repeat()), lower stepsPerEpoch to 2, or leave it out.",
    ],
    [
      "one without end",
      () => fit(pipeline(good).repeat()),
      "fit: the data repeat without end. Say how many batches to take: stepsPerEpoch.",
    ],
    [
      "validation without end",
      () => fit(pipeline(good), { validationData: pipeline(good).repeat() }),
      "fit: validationData: the data repeat without end. Say how many batches to take: validationSteps.",
    ],
    [
      "steps that are no number of steps",
      () => fit(pipeline(good), { stepsPerEpoch: 0 }),
      "fit: stepsPerEpoch must be a whole number from 1",
    ],
    [
      "what is no batch",
      () => fit(pipeline([...good, { image: x }])),
      "fit: batch 6: expected { x, y } or [x, y], with sampleWeight if there are weights, received an object with image. Make them with map.",
    ],
    [
      "NaN",
      () => fit(pipeline(changed(3, { x: tensorData(new Float32Array(12).fill(NaN), [4, 3]) }))),
      "fit: batch 3: x holds NaN in row 0, column 0. Remove such rows",
    ],
    [
      "rows of another shape",
      () => fit(pipeline(changed(2, { x: randomValues([4, 2], 1) }))),
      /^fit: batch 2: x: layer "dense" expected float32\[rows, 3\], received float32\[4, 2\]/,
    ],
    [
      "another dtype",
      () => fit(pipeline(changed(2, { x: tensorData(new Uint8Array(12), [4, 3]) }))),
      "fit: batch 2: x is uint8[4, 3], in batch 0 it was float32[4, 3]. All batches need one dtype, and rows of one shape.",
    ],
    [
      "targets of another shape",
      () => fit(pipeline(changed(5, { y: tensorData(new Float32Array(4), [4, 1]) }))),
      "fit: batch 5: y is float32[4, 1], in batch 0 it was float32[4].",
    ],
    [
      "too few targets",
      () => fit(pipeline(changed(1, { y: new Float32Array(3) }))),
      "fit: batch 1: y has 3 rows (shape [3]), x has 4. Every row of x needs its row of y.",
    ],
    [
      "weights in some batches",
      () => fit(pipeline(changed(4, { sampleWeight: new Float32Array(4) }))),
      "fit: batch 4 comes with sampleWeight, batch 0 without. Give it in all batches, or in none.",
    ],
    ["shuffle", () => fit(pipeline(good), { shuffle: true }), "fit: shuffle is for arrays. A stream keeps its order: shuffle it before"],
    ["batchSize", () => fit(pipeline(good), { batchSize: 4 }), "fit: batchSize is for arrays. A stream has batches of its own"],
    ["validationSplit", () => fit(pipeline(good), { validationSplit: 0.2 }), "fit: validationSplit is for arrays. Take the rows apart"],
    ["sampleWeight", () => fit(pipeline(good), { sampleWeight: [1] }), "fit: sampleWeight is for arrays. Put it into the batches"],
    [
      "targets beside it",
      () => build().fit(pipeline(good), new Float32Array(4) as object),
      "fit: a stream of batches brings its targets with it. Leave y out: fit(batches, options).",
    ],
    [
      "arrays with stepsPerEpoch",
      () => build().fit(x, batch.y, { stepsPerEpoch: 3 } as object),
      "fit: stepsPerEpoch is for streams of batches. Leave it out: an epoch goes over all rows of an array.",
    ],
    [
      "arrays without targets",
      () => build().fit(x as object as Batches),
      "fit: expected targets after x (float32[4, 3]), or a stream of batches { x, y } alone.",
    ],
    [
      "validationSteps without a stream",
      () => fit(pipeline(good), { validationData: [x, batch.y], validationSteps: 2 }),
      "fit: validationSteps counts batches of a stream. Leave it out: arrays are measured whole.",
    ],
    [
      "validationBatchSize with a stream",
      () => fit(pipeline(good), { validationData: pipeline(good), validationBatchSize: 2 }),
      "fit: validationBatchSize is for arrays: the stream of validationData has batches of its own.",
    ],
    ["predict's batchSize", () => build().predict(pipeline(good), { batchSize: 3 } as object), "predict: batchSize is for arrays."],
    ["a batch that predict cannot take", () => build().predict([{ x: [[1, 2]] }]), "predict: batch 0: x:"],
    [
      "evaluate's bad batch",
      () => build().evaluate(pipeline([batch, { ...batch, y: [NaN, 1, 2, 3] }])),
      "evaluate: batch 1: y holds NaN in row 0",
    ],
  ])("%s", async (_, attempt, message) => {
    await expect((async () => attempt())()).rejects.toThrow(message);
  });

  test("what the source throws comes as it is, and training can go on", async () => {
    const model = build();
    const failing = pipeline(function* () {
      yield* good;
      throw new TypeError("cannot read cat-17.png");
    });
    await expect(model.fit(failing, quiet)).rejects.toThrow(new TypeError("cannot read cat-17.png"));
    expect((await model.fit(pipeline(good), quiet)).epoch).toEqual([0]);
  });
});
