import { tensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { applyClassWeight } from "./class-weight.ts";
import { toSampleWeights } from "./sample-weight.ts";

const only = { name: "only", positions: [] };
const both = [
  { name: "a", positions: [] },
  { name: "b", positions: [] },
];

test("sample weights are one per row, shared by all outputs or given for each", async () => {
  expect(await toSampleWeights([1, 2, 3], [only], 3, "fit")).toEqual([{ dtype: "float32", shape: [3], data: Float32Array.of(1, 2, 3) }]);
  expect((await toSampleWeights([[1], [2]], [only], 2, "fit"))[0]?.shape).toEqual([2]);
  const shared = await toSampleWeights(Float64Array.of(1, 2), both, 2, "fit");
  expect(shared.map(({ data }) => [...data])).toEqual([
    [1, 2],
    [1, 2],
  ]);
  const own = await toSampleWeights({ b: [3, 4], a: [1, 2] }, both, 2, "fit");
  expect(own.map(({ data }) => [...data])).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("weights of a wrong number or below 0 are refused", async () => {
  await expect(toSampleWeights([1, 2], [only], 3, "fit")).rejects.toThrow(
    "fit: sampleWeight: expected one weight for each of 3 rows, received shape [2].",
  );
  await expect(toSampleWeights([1, -2, 3], [only], 3, "fit")).rejects.toThrow(
    "fit: sampleWeight: expected weights of at least 0, received -2 in row 1.",
  );
  await expect(toSampleWeights([1, NaN, 3], [only], 3, "fit")).rejects.toThrow("received NaN in row 1");
});

test("class weights go by class ids, columns of 0 and 1, or one-hot rows", () => {
  const weights = (y: Parameters<typeof applyClassWeight>[0]): readonly number[] =>
    [...applyClassWeight(y, { 0: 1, 1: 5, 2: 0.5 }, { where: "fit" }).data].map(Number);
  expect(weights(tensorData([2, 0, 1], undefined, "int32"))).toEqual([0.5, 1, 5]);
  expect(weights(tensorData([[1], [0]]))).toEqual([5, 1]);
  expect(
    weights(
      tensorData([
        [0, 0, 1],
        [1, 0, 0],
      ]),
    ),
  ).toEqual([0.5, 1]);
  expect([...applyClassWeight(tensorData([1, 0]), { 0: 1, 1: 5 }, { where: "fit", sampleWeight: tensorData([2, 3]) }).data]).toEqual([
    10, 3,
  ]);
});

test("a class without a weight and a weight without a class are refused", () => {
  const y = tensorData([0, 1, 2], undefined, "int32");
  expect(() => applyClassWeight(y, { 0: 1, 1: 2 }, { where: "fit" })).toThrow(
    "fit: classWeight has no weight for class 2, which row 2 is of. Received weights for 0, 1; use 1 for a class that counts as it is.",
  );
  expect(() => applyClassWeight(y, { 0: 1, 1: 1, 2: 1, 3: 1 }, { where: "fit", numClasses: 3 })).toThrow(
    "fit: classWeight names class 3, which does not exist. Classes are 0 to 2.",
  );
  expect(() => applyClassWeight(y, { 0: -1, 1: 1, 2: 1 }, { where: "fit" })).toThrow(
    "expected class weights of at least 0, received -1 for class 0",
  );
  expect(() => applyClassWeight(tensorData([0.5]), { 0: 1 }, { where: "fit" })).toThrow(
    "fit: classWeight needs classes as targets, received 0.5 in row 0.",
  );
});

test("weights of steps have the shape of the sequence; a weight a row stays one", async () => {
  const steps = [{ name: "only", positions: [3] }];
  const nested = [
    [1, 2, 0],
    [0.5, 1, 1],
  ];
  const expected = { dtype: "float32", shape: [2, 3], data: Float32Array.of(1, 2, 0, 0.5, 1, 1) };
  expect(await toSampleWeights(nested, steps, 2, "fit")).toEqual([expected]);
  expect(await toSampleWeights(tensorData(nested.flat(), [2, 3, 1]), steps, 2, "fit")).toEqual([expected]);
  expect(await toSampleWeights(Float32Array.from(nested.flat()), steps, 2, "fit")).toEqual([expected]);
  expect((await toSampleWeights([1, 2], steps, 2, "fit"))[0]?.shape).toEqual([2]);
  expect((await toSampleWeights([[1], [2]], steps, 2, "fit"))[0]?.shape).toEqual([2]);
  await expect(
    toSampleWeights(
      [
        [1, 2],
        [3, 4],
      ],
      steps,
      2,
      "fit",
    ),
  ).rejects.toThrow("fit: sampleWeight: expected one weight for each of 2 rows, or one for each position [2, 3], received shape [2, 2].");
  await expect(
    toSampleWeights(
      [
        [1, 1, 1],
        [1, -1, 1],
      ],
      steps,
      2,
      "fit",
    ),
  ).rejects.toThrow("received -1 in row 1, column 1");
});

test("class weights go by position in sequences, times the weight of the row or of the step", () => {
  const ids = tensorData([0, 1, 1, 0], [2, 2], "int32");
  const oneHot = tensorData([1, 0, 0, 1, 0, 1, 1, 0], [2, 2, 2]);
  const weights = { 0: 1, 1: 5 };
  const positions = { dtype: "float32", shape: [2, 2], data: Float32Array.of(1, 5, 5, 1) };
  expect(applyClassWeight(ids, weights, { where: "fit", ids: true })).toEqual(positions);
  expect(applyClassWeight(oneHot, weights, { where: "fit" })).toEqual(positions);
  const by = (sampleWeight: ReturnType<typeof tensorData>) => [
    ...applyClassWeight(ids, weights, { where: "fit", ids: true, sampleWeight }).data,
  ];
  expect(by(tensorData([2, 3]))).toEqual([2, 10, 15, 3]);
  expect(
    by(
      tensorData([
        [2, 3],
        [0, 1],
      ]),
    ),
  ).toEqual([2, 15, 0, 1]);
  const padded = tensorData([0, -1, 1, -1], [2, 2], "int32");
  expect([...applyClassWeight(padded, weights, { where: "fit", ids: true, ignoreClass: -1 }).data]).toEqual([1, 1, 5, 1]);
  expect(() => applyClassWeight(ids, { 0: 1 }, { where: "fit", ids: true })).toThrow("no weight for class 1, which row 0, column 1 is of");
});
