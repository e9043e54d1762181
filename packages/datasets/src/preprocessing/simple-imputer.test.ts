import { toNested } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { simpleImputer } from "./simple-imputer.ts";

const x = [
  [1, NaN, 3],
  [2, 4, NaN],
  [2, 8, 3],
  [NaN, 8, 9],
  [7, 1, 9],
];

test("statistics are scikit-learn's", () => {
  // scikit-learn 1.9.1: SimpleImputer(strategy=…).fit(x).statistics_; of equally frequent values the smallest
  expect(simpleImputer().fit(x).statistics).toEqual([3, 5.25, 6]);
  expect(simpleImputer({ strategy: "median" }).fit(x).statistics).toEqual([2, 6, 6]);
  expect(simpleImputer({ strategy: "mostFrequent" }).fit(x).statistics).toEqual([2, 8, 3]);
  expect(
    simpleImputer({ strategy: "median", missingValues: 0 }).fit([
      [0, 5],
      [1, 0],
      [2, 7],
      [4, 0],
    ]).statistics,
  ).toEqual([2, 6]);
});

test("only missing values are replaced", () => {
  expect(toNested(simpleImputer().fitTransform(x))).toEqual([
    [1, 5.25, 3],
    [2, 4, 6],
    [2, 8, 3],
    [3, 8, 9],
    [7, 1, 9],
  ]);
  expect(toNested(simpleImputer({ strategy: "constant", fillValue: -1 }).fitTransform([[NaN, 2]]))).toEqual([[-1, 2]]);
});

test("with columns, zeros elsewhere stay", () => {
  const imputer = simpleImputer({ strategy: "median", missingValues: 0, columns: [1] });
  expect(
    toNested(
      imputer.fitTransform([
        [0, 5],
        [1, 0],
        [2, 7],
      ]),
    ),
  ).toEqual([
    [0, 5],
    [1, 6],
    [2, 7],
  ]);
  expect(toNested(imputer.transform([[0, 0]]))).toEqual([[0, 6]]);
});

test("an imputer restored from JSON fills as the first did", () => {
  const imputer = simpleImputer({ strategy: "median", columns: [0] }).fit(x);
  const restored = simpleImputer({ state: JSON.parse(JSON.stringify(imputer)) });
  expect(toNested(restored.transform([[NaN, 1, 1]]))).toEqual([[2, 1, 1]]);
  expect(restored.toJSON()).toEqual(imputer.toJSON());
  expect(
    toNested(simpleImputer({ state: JSON.parse(JSON.stringify(simpleImputer({ missingValues: 0 }))) }).fitTransform([[0], [4]])),
  ).toEqual([[4], [4]]);
});

test("bad input is refused with the place", () => {
  expect(() => simpleImputer({ strategy: JSON.parse('"mdian"') })).toThrow('simpleImputer: strategy "mdian": did you mean "median"?');
  expect(() =>
    simpleImputer().fit([
      [1, NaN],
      [2, NaN],
    ]),
  ).toThrow("simpleImputer.fit: feature 1 has no value to take the mean of.");
  expect(() => simpleImputer({ missingValues: 0 }).fit([[1], [NaN]])).toThrow("simpleImputer.fit: x[1, 0] is NaN.");
  expect(() => simpleImputer({ columns: [2] }).fit([[1, 2]])).toThrow("expected columns from 0 to 1, received 2.");
  expect(() => simpleImputer().transform([[1]])).toThrow("nothing was learned yet");
});
