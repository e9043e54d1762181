import { grad, iota, namedDim, ones, printGraph, randomKey, tensor, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { differenceOf, randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { input } from "../core/input.ts";
import { outputsOf } from "../symbolic.ts";
import { weightTensorSpecs } from "../weight.ts";
import type { Weights } from "../weight.ts";
import { additiveAttention } from "./additive-attention.ts";
import { attention } from "./attention.ts";
import { groupQueryAttention } from "./group-query-attention.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import { transformerDecoder } from "./transformer-decoder.ts";
import { transformerEncoder } from "./transformer-encoder.ts";

const [batch, time] = [namedDim("batch"), namedDim("time")];
const x = input({ shape: ["time", 6] });
const known = tensor(randomValues([2, 5, 6], 1));

describe("shapes with a free batch and time", () => {
  test("heads, sizes of the output, shares", () => {
    expect(multiHeadAttention({ numHeads: 2, keyDim: 3 })(x).spec.shape).toEqual([batch, time, 6]);
    expect(multiHeadAttention({ numHeads: 2, keyDim: 3, outputShape: [2, 4] })([x, x]).spec.shape).toEqual([batch, time, 2, 4]);
    const grouped = groupQueryAttention({ headDim: 3, numQueryHeads: 4, numKeyValueHeads: 2, causal: true, returnAttentionScores: true })(
      x,
    );
    expect(outputsOf(grouped).map(({ spec }) => spec.shape)).toEqual([
      [batch, time, 6],
      [batch, 4, time, time],
    ]);
    const other = input({ shape: ["length", 6] });
    const length = namedDim("length");
    const [y, shares] = outputsOf(attention({ returnAttentionScores: true })([x, other]));
    expect([y?.spec.shape, shares?.spec.shape]).toEqual([
      [batch, time, 6],
      [batch, time, length],
    ]);
    expect(transformerDecoder({ intermediateDim: 8, numHeads: 3 })([x, other]).spec.shape).toEqual([batch, time, 6]);
    const encoder = transformerEncoder({ intermediateDim: 8, numHeads: 2, returnAttentionScores: true });
    expect(outputsOf(encoder(x))[1]?.spec.shape).toEqual([batch, 2, time, time]);
  });

  test("attention to itself projects with one matrix product, and its slopes need two", () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 4, useBias: false });
    const spec = { shape: [2, 5, 6], dtype: "float32" as const };
    const weights = weightTensorSpecs(layer.weights([spec])) as never;
    const products = (fn: (weights: Weights, x: Tensor) => Tensor | readonly Tensor[]): number =>
      printGraph(trace(fn, [weights, spec])).match(/ matmul\(/g)?.length ?? 0;
    const apply = (weights: Weights, x: Tensor): Tensor => layer.apply(weights, x)[0];
    expect(products(apply)).toBe(4); // projections, scores, what is taken, output
    expect(products((weights, x) => grad((x: Tensor) => apply(weights, x).sum())(x))).toBeLessThanOrEqual(3 + 2 * 2 + 2);
  });
});

describe("masks", () => {
  // By hand: scores of nothing but zeros share alike among what counts.
  test("what does not count has no share, and where nothing counts all have one", async () => {
    const layer = attention({ returnAttentionScores: true });
    const [query, value] = [
      tensor(new Float32Array(4), [1, 2, 2]),
      tensor([
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ]),
    ];
    const masked = async (mask: readonly boolean[]): Promise<unknown> => {
      const [y, , more] = layer.apply({}, [query, value], { masks: [undefined, tensor([mask])] });
      return [await y.array(), await more?.outputs?.[0]?.array()];
    };
    expect(await masked([true, false, true])).toEqual([
      [
        [
          [3, 4],
          [3, 4],
        ],
      ],
      [
        [
          [0.5, 0, 0.5],
          [0.5, 0, 0.5],
        ],
      ],
    ]);
    const [[[first]]] = (await masked([false, false, false])) as [[[number[]]]];
    expect(first?.map((number) => Math.round(number * 1e5) / 1e5)).toEqual([3, 4]);
  });

  test("of rows that count nowhere, numbers and slopes stay finite", async () => {
    const layer = transformerEncoder({ intermediateDim: 8, numHeads: 2 });
    const weights = layer.init(randomKey(1), [known.spec]);
    const mask = ones([2, 5], "bool").logicalAnd(tensor([[false], [true]]));
    const loss = (x: Tensor): Tensor => layer.apply(weights, x, { mask })[0].square().sum();
    for (const value of [loss(known), grad(loss)(known)])
      expect([...(await value.data())].every((number) => Number.isFinite(Number(number)))).toBe(true);
  });

  test("the mask of the query goes on", async () => {
    const mask = tensor([
      [true, true, false, false, false],
      [true, true, true, true, false],
    ]);
    for (const layer of [multiHeadAttention({ numHeads: 2, keyDim: 3 }), transformerDecoder({ intermediateDim: 8, numHeads: 2 })]) {
      const weights = layer.init(randomKey(1), [known.spec]);
      expect(await layer.apply(weights, known, { mask })[2]?.mask?.array()).toEqual(await mask.array());
    }
  });

  test("a causal position does not see later ones", async () => {
    const layer = transformerDecoder({ intermediateDim: 8, numHeads: 3, rotary: true });
    const weights = layer.init(randomKey(1), [known.spec]);
    const slopes = grad((x: Tensor) => layer.apply(weights, x)[0].slice([0, 2], [null, 3]).square().sum())(known);
    const seen = await slopes
      .abs()
      .sum({ axis: [0, 2] })
      .greater(0)
      .array();
    expect(seen).toEqual([true, true, true, false, false]);
  });
});

test("a decoder takes masks as inputs, in the place of causality and of padding", async () => {
  const options = { intermediateDim: 8, numHeads: 2 };
  const encoded = tensor(randomValues([2, 3, 6], 2));
  const weights = transformerDecoder(options).init(randomKey(1), [known.spec, encoded.spec]);
  const counting = tensor([
    [true, true, false],
    [true, true, true],
  ]);
  const [expected] = transformerDecoder(options).apply(weights, [known, encoded], { masks: [undefined, counting] });
  const lower = iota(5).expandDims(1).greaterEqual(iota(5)).cast("int32").expandDims(0);
  const masks = [lower, counting.expandDims(1)];
  const [found] = transformerDecoder({ ...options, causal: false }).apply(weights, [known, encoded, ...masks]);
  expect(differenceOf(await found.value(), await expected.value())).toBeUndefined();
  const layer = transformerDecoder({ ...options, name: "decoder" });
  expect(() => layer.apply(weights, [known, lower, counting.expandDims(1)])).toThrow(
    "decoder: expected [x] or [x, encoded], then perhaps a mask of each",
  );
  expect(() => layer.apply(weights, [known, encoded, counting])).toThrow(
    "decoder: expected an attention mask [batch, queries, keys] (bool[2, 5, 5])",
  );
});

test("dropout draws in training, from the key", async () => {
  const layer = multiHeadAttention({ numHeads: 2, keyDim: 3, dropout: 0.5 });
  const weights = layer.init(randomKey(1), [known.spec]);
  const run = (key: number, training: boolean): Promise<unknown> =>
    layer.apply(weights, known, { training, key: randomKey(key) })[0].array();
  expect(await run(1, true)).toEqual(await run(1, true));
  expect(await run(1, true)).not.toEqual(await run(2, true));
  expect(await run(1, false)).toEqual(await layer.apply(weights, known)[0].array());
  expect(() => layer.apply(weights, known, { training: true })).toThrow("multiHeadAttention: draws random numbers in training");
});

describe("what does not fit is said", () => {
  const mha = multiHeadAttention({ numHeads: 2, keyDim: 3, name: "heads" });
  test.each<readonly [string, () => unknown, string]>([
    [
      "heads that do not divide",
      () => transformerEncoder({ intermediateDim: 8, numHeads: 4, name: "block" })(x),
      "block: expected a number of features that 4 heads divide, received 6. Change numHeads.",
    ],
    [
      "groups that do not divide",
      () => groupQueryAttention({ headDim: 3, numQueryHeads: 4, numKeyValueHeads: 3 }),
      "groupQueryAttention: expected numQueryHeads to be divisible by numKeyValueHeads, received 4 and 3.",
    ],
    [
      "no heads",
      () => multiHeadAttention({ numHeads: 0, keyDim: 3 }),
      "multiHeadAttention: expected numHeads to be an integer of at least 1, received 0.",
    ],
    [
      "turns of odd heads",
      () => multiHeadAttention({ numHeads: 2, keyDim: 3, rotary: true }),
      "multiHeadAttention: rotary turns pairs of features: expected heads of an even size, received 3.",
    ],
    [
      "flash attention",
      () => multiHeadAttention({ numHeads: 1, keyDim: 3, flashAttention: true as never }),
      "multiHeadAttention: flashAttention is not an option of these engines",
    ],
    [
      "a mask of another length",
      () => mha([x, x, input({ shape: [4, 4], dtype: "bool" })]),
      "heads: expected an attention mask [batch, queries, keys] (bool[batch, time, time]), received",
    ],
    [
      "keys and values of other lengths",
      () => mha([x, input({ shape: [3, 6] }), input({ shape: [4, 6] })]),
      "heads: expected value and key with the same positions, received",
    ],
    [
      "too many inputs",
      () => mha([x, x, x, x]),
      "heads: expected [query, value, key] as float32, and perhaps an attention mask (bool or int32) at the end, received",
    ],
    [
      "too few axes",
      () => mha(input({ shape: [6] })),
      "heads: expected an input of rank 3 [batch, time, features] or more, received float32[batch, 6].",
    ],
    [
      "queries and keys of other features",
      () => attention()([x, input({ shape: [4, 5] })]),
      "attention: expected query and key with equally many features, received",
    ],
    ["a score mode that is not there", () => attention({ scoreMode: "cat" as never }), 'attention: scoreMode "cat"'],
    [
      "masks over more axes",
      () =>
        mha.apply(mha.init(randomKey(1), [{ shape: [1, 2, 3, 6], dtype: "float32" }]), ones([1, 2, 3, 6]), { mask: ones([1, 2], "bool") }),
      "heads: masks of time steps go with inputs [batch, time, features].",
    ],
    [
      "positions to come",
      () =>
        additiveAttention().apply({ scale: ones([6]) }, [known, known], {
          stepping: { position: tensor(0), cache: undefined, moving: [true, true] },
        }),
      "additiveAttention: goes position by position only over a whole other sequence.",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
  });
});
