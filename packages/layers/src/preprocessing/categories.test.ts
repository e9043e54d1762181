import { flatten, grad, tensor, tensorData } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { input } from "../core/input.ts";
import { layerFromConfig } from "../from-config.ts";
import { categoryEncoding } from "./category-encoding.ts";
import type { CategoryEncodingOptions } from "./category-encoding.ts";
import { discretization } from "./discretization.ts";
import type { DiscretizationOptions } from "./discretization.ts";
import { integerLookup } from "./integer-lookup.ts";
import type { IntegerLookupOptions } from "./integer-lookup.ts";

type Numbers = readonly number[] | readonly (readonly number[])[];

interface Fixture {
  readonly categories: readonly {
    readonly options: CategoryEncodingOptions;
    readonly values: Numbers;
    readonly weights?: Numbers;
    readonly output: FixtureTensor;
  }[];
  readonly discretizations: readonly {
    readonly options: DiscretizationOptions;
    readonly adapt?: readonly FixtureTensor[];
    readonly boundaries: readonly number[];
    readonly values: FixtureTensor;
    readonly output: FixtureTensor;
  }[];
  readonly integers: readonly {
    readonly options: IntegerLookupOptions;
    readonly adapt?: Numbers;
    readonly vocabulary: readonly number[];
    readonly values: Numbers;
    readonly output: FixtureTensor;
  }[];
}

const { categories, discretizations, integers } = loadFixture<Fixture>("preprocessing");
const ids = (values: Numbers) => tensor(tensorData(values, undefined, "int32"));

describe("Keras's numbers", () => {
  for (const { options, values, weights, output } of categories) {
    test(`categoryEncoding ${JSON.stringify(options)} of ${JSON.stringify(values)}`, async () => {
      const inputs = [ids(values), ...(weights === undefined ? [] : [tensor(weights)])];
      const [y] = categoryEncoding(options).apply({}, inputs);
      expect(differenceOf(await y.value(), fixtureTensor(output))).toBeUndefined();
    });
  }

  for (const { options, adapt, boundaries, values, output } of discretizations) {
    test(`discretization ${JSON.stringify(options)}`, async () => {
      const made = discretization(options);
      const batches = adapt?.map(fixtureTensor);
      const learned = batches === undefined ? made : made.adapt(batches.length === 1 ? (batches[0] ?? []) : batches.values());
      const copy = layerFromConfig(JSON.parse(JSON.stringify(learned.config)));
      const found = tensor(copy.config.options["binBoundaries"] as readonly number[]);
      expect(differenceOf(await found.value(), tensorData(boundaries))).toBeUndefined();
      const [y] = copy.apply({}, tensor(fixtureTensor(values)));
      expect(differenceOf(await y.value(), fixtureTensor(output))).toBeUndefined();
    });
  }

  for (const { options, adapt, vocabulary, values, output } of integers) {
    test(`integerLookup ${JSON.stringify(options)}`, async () => {
      const made = integerLookup(options);
      const learned = adapt === undefined ? made : made.adapt(adapt);
      expect(learned.getVocabulary()).toEqual(vocabulary);
      const [y] = layerFromConfig(JSON.parse(JSON.stringify(learned.config))).apply({}, ids(values));
      expect(differenceOf(await y.value(), fixtureTensor(output))).toBeUndefined();
    });
  }
});

test("what a category counts is learned through", async () => {
  const encode = categoryEncoding({ numTokens: 3, outputMode: "count" });
  const counted = (weights: ReturnType<typeof tensor>) =>
    encode.apply({}, [
      ids([
        [0, 2, 2],
        [7, 1, -1],
      ]),
      weights,
    ])[0];
  const weights = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(await counted(weights).array()).toEqual([
    [1, 0, 5],
    [0, 5, 0],
  ]); // by hand: 7 and -1 are no categories
  expect(await checkGradients(counted, [weights])).toBeUndefined();
});

test("numbers pass no gradient through bins", async () => {
  const bins = discretization({ binBoundaries: [0], outputMode: "oneHot" });
  const slope = grad((x: ReturnType<typeof tensor>) => bins.apply({}, x)[0].sum())(tensor([[1, -1]]));
  expect(await flatten(slope).leaves[0]?.array()).toEqual([[0, 0]]);
});

test("NaN is in the last bin, as on TensorFlow", async () => {
  const [y] = discretization({ binBoundaries: [0, 1] }).apply({}, tensor([[NaN, -Infinity, Infinity, 1]]));
  expect(await y.array()).toEqual([[2, 0, 2, 2]]);
});

test("a vocabulary of any size is searched", async () => {
  for (const size of [1, 2, 3, 7, 8, 9, 1000]) {
    const vocabulary = Array.from({ length: size }, (_, i) => ((i * 7919) % 104_729) - 50_000);
    const [y] = integerLookup({ vocabulary }).apply({}, ids([[...vocabulary, 2 ** 31 - 1, -(2 ** 31)]]));
    expect(Array.from(await y.data(), Number)).toEqual([...vocabulary.map((_, i) => i + 1), 0, 0]);
  }
});

test("what is not known yet, or does not fit, is refused", () => {
  const x = input({ shape: [3], dtype: "int32" });
  expect(() => discretization({ numBins: 3 })(x)).toThrow("discretization: has no bins yet. Use the layer that adapt(data) returns");
  expect(() => integerLookup()(x)).toThrow("integerLookup: has no vocabulary yet. Use the layer that adapt(data) returns");
  expect(() => discretization({})).toThrow("expected either binBoundaries or numBins, received neither");
  expect(() => discretization({ numBins: 3, binBoundaries: [1] })).toThrow("received both");
  expect(() => discretization({ binBoundaries: [1, 0] })).toThrow("expected binBoundaries in order, received 0 at 1");
  expect(() => discretization({ binBoundaries: [1] }).adapt([1])).toThrow("its binBoundaries are given");
  expect(() => categoryEncoding({ numTokens: 0 })).toThrow("expected numTokens to be an integer of at least 1, received 0");
  expect(() => categoryEncoding({ numTokens: 2 })([x, x])).toThrow('one input: outputMode "multiHot" does not count');
  expect(() => categoryEncoding({ numTokens: 2, outputMode: "count" })([x, input({ shape: [2] })])).toThrow(
    "expected weights shaped as the ids, int32[batch, 3]",
  );
  expect(() => integerLookup({ vocabulary: [1, 2, 1] })).toThrow("the vocabulary holds 1 more than once");
  expect(() => integerLookup({ vocabulary: [1.5] })).toThrow("expected integers of 32 bits, received 1.5 at 0");
  expect(() => integerLookup({ vocabulary: [1, 0], maskToken: 0 })).toThrow("the vocabulary holds the mask token 0 at 1");
  expect(() => integerLookup({ numOovIndices: 0 })).toThrow("ids need one for what is unknown");
  expect(() => integerLookup({ invert: true, outputMode: "count" })).toThrow('expected outputMode "int", received "count"');
  expect(() => integerLookup({ vocabulary: [1], idfWeights: [1] })).toThrow('idfWeights belong to outputMode "tfIdf"');
  expect(() => integerLookup().adapt([1.5])).toThrow("expected integers of 32 bits to adapt to, received 1.5");
});
