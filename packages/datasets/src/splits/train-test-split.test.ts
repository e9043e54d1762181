import type { TensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { iris } from "../makers/iris.ts";
import { trainTestSplit } from "./train-test-split.ts";
import type { TrainTestSplitOptions } from "./train-test-split.ts";

const range = (size: number) => Array.from({ length: size }, (_, i) => i);
const counts = ({ data }: TensorData, classes: number) =>
  range(classes).map((label) => Array.from(data, Number).filter((value) => value === label).length);

test("part sizes round as scikit-learn's do", () => {
  // scikit-learn 1.9.1: sizes of train_test_split(np.zeros(n), test_size=…, train_size=…)
  const cases: [number, TrainTestSplitOptions, number, number][] = [
    [10, { testSize: 0.25 }, 7, 3],
    [150, { testSize: 0.2 }, 120, 30],
    [101, { testSize: 0.33 }, 67, 34],
    [10, { trainSize: 0.55 }, 5, 5],
    [10, { testSize: 3, trainSize: 4 }, 4, 3],
    [7, {}, 5, 2],
    [100, { testSize: 0.29 }, 71, 29],
    [1000, { testSize: 0.003 }, 997, 3],
  ];
  for (const [rows, options, trainRows, testRows] of cases) {
    const [train, rest] = trainTestSplit(range(rows), options);
    expect([train.data.length, rest.data.length]).toEqual([trainRows, testRows]);
  }
  // 0.07 * 100 is 7.000000000000001 in floating point; seven rows are meant (scikit-learn takes 8)
  expect(trainTestSplit(range(100), { testSize: 0.07 })[1].data.length).toBe(7);
});

test("every row is in one part, with its own y, and the seed decides which", () => {
  const rows = range(40);
  const split = (seed?: number) =>
    trainTestSplit(
      rows.map((i) => [i, -i]),
      Int32Array.from(rows),
      { testSize: 0.25, seed },
    );
  const [xTrain, xTest, yTrain, yTest] = split(1);
  expect([xTrain.shape, xTest.shape, yTrain.dtype]).toEqual([[30, 2], [10, 2], "int32"]);
  expect([...Array.from(yTrain.data, Number), ...Array.from(yTest.data, Number)].toSorted((a, b) => a - b)).toEqual(rows);
  expect(Array.from(xTest.data, Number)).toEqual(Array.from(yTest.data, Number).flatMap((i) => [i, -i]));
  expect(split(1)).toEqual([xTrain, xTest, yTrain, yTest]);
  expect(split(2)).not.toEqual(split(1));
  expect(split()).not.toEqual(split());
});

test("three arrays are split alike", () => {
  const [, aTest, , bTest, , cTest] = trainTestSplit(range(10), range(10), range(10), { seed: 4 });
  expect(bTest).toEqual(aTest);
  expect(cTest).toEqual(aTest);
});

test("without shuffling the last rows are the test rows", () => {
  const [train, rest] = trainTestSplit(range(5), { testSize: 2, shuffle: false });
  expect([[...train.data], [...rest.data]]).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
});

test("stratified parts keep the proportions by largest remainder", () => {
  const labels = range(100).map((i) => (i < 50 ? 0 : i < 80 ? 1 : 2));
  // scikit-learn 1.9.1: bincount of train_test_split(y, test_size=…, stratify=y); equal remainders go either way at 0.15
  const [train20, test20] = trainTestSplit(labels, { testSize: 0.2, stratify: labels, seed: 1 });
  expect([counts(train20, 3), counts(test20, 3)]).toEqual([
    [40, 24, 16],
    [10, 6, 4],
  ]);
  const [train15, test15] = trainTestSplit(labels, { testSize: 0.15, stratify: labels, seed: 1 });
  expect([
    [
      [42, 26, 17],
      [8, 4, 3],
    ],
    [
      [43, 25, 17],
      [7, 5, 3],
    ],
  ]).toContainEqual([counts(train15, 3), counts(test15, 3)]);
  const [train33, test33] = trainTestSplit(labels, { testSize: 0.33, stratify: labels, seed: 1 });
  expect(counts(train33, 3).map((n, i) => n + (counts(test33, 3)[i] ?? 0))).toEqual([50, 30, 20]);
});

test("stratify: true takes the labels from y", () => {
  const { x, y } = iris();
  for (const seed of range(5)) {
    const [, , yTrain, yTest] = trainTestSplit(x, y, { testSize: 0.2, stratify: true, seed });
    expect([counts(yTrain, 3), counts(yTest, 3)]).toEqual([
      [40, 40, 40],
      [10, 10, 10],
    ]);
  }
});

test("stratify takes strings", () => {
  const [, rest] = trainTestSplit(range(8), { testSize: 0.5, stratify: ["a", "a", "a", "a", "b", "b", "b", "b"], seed: 1 });
  expect(Array.from(rest.data, Number).filter((row) => row < 4)).toHaveLength(2);
});

test("splits that cannot be are refused with the reason", () => {
  expect(() => trainTestSplit([[1], [2], [3]], [1, 2])).toThrow("expected arrays of equal length, received 3 rows first and 2");
  expect(() => trainTestSplit([])).toThrow("expected at least one row");
  expect(() => trainTestSplit([1])).toThrow("1 rows would give 0 training and 1 test rows");
  expect(() => trainTestSplit([1, 2], { testSize: 1.5 })).toThrow(
    "expected testSize to be a fraction in (0, 1) or a positive number of rows, received 1.5.",
  );
  expect(() => trainTestSplit([1, 2, 3], { testSize: 2, trainSize: 2 })).toThrow("ask for 2 + 2 rows, received 3");
  expect(() => trainTestSplit([1, 2, 3, 4], [0, 0, 0, 1], { stratify: true, testSize: 0.5 })).toThrow(
    "at least 2 rows of every class, class 1 has 1",
  );
  expect(() => trainTestSplit(range(9), [0, 0, 0, 1, 1, 1, 2, 2, 2], { stratify: true, testSize: 2 })).toThrow(
    "each of 3 classes in both parts, received 7 training and 2 test rows",
  );
  expect(() => trainTestSplit([1, 2, 3, 4], [0, NaN, 0, 1], { stratify: true })).toThrow("the label of row 1 is NaN");
  expect(() => trainTestSplit([1, 2, 3, 4], { stratify: true })).toThrow("takes the labels from y, but only x was given");
  expect(() => trainTestSplit([1, 2, 3, 4], { stratify: [0, 1] })).toThrow("expected one label for each of 4 rows, received 2");
  expect(() =>
    trainTestSplit(
      [1, 2],
      [
        [1, 0],
        [0, 1],
      ],
      { stratify: true },
    ),
  ).toThrow("expected one label a row, [rows], received shape [2, 2]");
  expect(() => trainTestSplit([1, 2], [1, 2], { stratify: true, shuffle: false })).toThrow("stratify draws rows at random");
});

test("a million rows are split and stratified", () => {
  const labels = Int32Array.from({ length: 1_000_000 }, (_, i) => i % 2);
  const [train, rest] = trainTestSplit(labels, { testSize: 0.1, stratify: labels, seed: 1 });
  expect([train.data.length, rest.data.length]).toEqual([900_000, 100_000]);
});
