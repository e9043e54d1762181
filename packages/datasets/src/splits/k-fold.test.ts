import { expect, test } from "vitest";
import { kFold, stratifiedKFold } from "./k-fold.ts";
import type { Fold } from "./k-fold.ts";

const range = (size: number) => Array.from({ length: size }, (_, i) => i);
const testRows = (folds: readonly Fold[]) => folds.map((fold) => [...fold.test]);

test("unshuffled folds are scikit-learn's", () => {
  // scikit-learn 1.9.1: KFold(4).split(np.zeros(10))
  expect(testRows(kFold({ splits: 4 }).split(range(10)))).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [6, 7],
    [8, 9],
  ]);
});

test("unshuffled stratified folds are scikit-learn's", () => {
  // scikit-learn 1.9.1: StratifiedKFold(3) and StratifiedKFold(4)
  const numbers = [0, 0, 1, 1, 2, 0, 1, 2, 2, 2, 0, 1];
  expect(testRows(stratifiedKFold({ splits: 3 }).split(range(12), numbers))).toEqual([
    [0, 1, 2, 4],
    [3, 5, 6, 7],
    [8, 9, 10, 11],
  ]);
  const letters = "bbabbaabcbbac".split("");
  expect(testRows(stratifiedKFold({ splits: 4 }).split(range(13), letters))).toEqual([
    [0, 1, 2, 8],
    [3, 4, 5],
    [6, 7, 9],
    [10, 11, 12],
  ]);
});

test("shuffled folds partition the rows, and the seed reproduces them", () => {
  const x = range(23);
  for (const folds of [
    kFold({ shuffle: true, seed: 2 }).split(x),
    stratifiedKFold({ shuffle: true, seed: 2 }).split(
      x,
      x.map((i) => i % 2),
    ),
  ]) {
    expect(
      testRows(folds)
        .flat()
        .toSorted((a, b) => a - b),
    ).toEqual(x);
    for (const fold of folds) expect([...fold.train, ...fold.test].toSorted((a, b) => a - b)).toEqual(x);
  }
  expect(kFold({ shuffle: true, seed: 2 }).split(x)).toEqual(kFold({ shuffle: true, seed: 2 }).split(x));
  expect(testRows(kFold({ shuffle: true, seed: 2 }).split(x))).not.toEqual(testRows(kFold().split(x)));
});

test("shuffled stratified folds keep the proportions", () => {
  const y = range(100).map((i) => (i % 5 === 0 ? 1 : 0));
  for (const fold of stratifiedKFold({ splits: 5, shuffle: true, seed: 1 }).split(y, y)) {
    expect([...fold.test].filter((row) => y[row] === 1)).toHaveLength(4);
    expect(fold.test).toHaveLength(20);
  }
});

test("folds that cannot be are refused with the reason", () => {
  expect(() => kFold({ splits: 1 })).toThrow("kFold: expected splits to be an integer of at least 2, received 1.");
  expect(() => kFold({ splits: 4 }).split([1, 2, 3])).toThrow("received 3 rows for 4 splits");
  expect(() => stratifiedKFold({ splits: 3 }).split([1, 2, 3], [0, 1, 0])).toThrow(
    "a class with at least 3 rows, one for each split; the largest has 2",
  );
  expect(() => stratifiedKFold({ splits: 2 }).split([1, 2, 3], [0, 1])).toThrow("expected one label for each of 3 rows, received 2");
});
