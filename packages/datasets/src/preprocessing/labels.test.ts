import { toNested } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { fromCategorical, toCategorical } from "./categorical.ts";
import { labelEncoder } from "./label-encoder.ts";

test("toCategorical makes one-hot rows and drops a last axis of one", () => {
  // the example in Keras's documentation of to_categorical
  expect(toNested(toCategorical([0, 1, 2, 3], 4))).toEqual([
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]);
  expect(toCategorical(Int32Array.of(2, 0)).shape).toEqual([2, 3]);
  expect(toCategorical([[1], [0]]).shape).toEqual([2, 2]);
  expect(
    toCategorical([
      [1, 0],
      [2, 1],
    ]).shape,
  ).toEqual([2, 2, 3]);
});

test("toCategorical refuses what is no class index", () => {
  expect(() => toCategorical([0, 3], 3)).toThrow("toCategorical: expected class indices from 0 to 2, received 3 at position 1.");
  expect(() => toCategorical([0, -1])).toThrow("received -1 at position 1");
  expect(() => toCategorical([0.5])).toThrow("received 0.5 at position 0");
  expect(() => toCategorical([0, NaN])).toThrow("received NaN at position 1");
  expect(() => toCategorical([])).toThrow("toCategorical: expected at least one row");
  expect(() => toCategorical([0], 0)).toThrow("expected numClasses to be a positive integer, received 0");
});

test("fromCategorical takes the first of the largest values", () => {
  expect(
    toNested(
      fromCategorical([
        [0.1, 0.7, 0.2],
        [1, 0, 0],
        [0.4, 0.2, 0.4],
      ]),
    ),
  ).toEqual([1, 0, 0]);
  expect([...fromCategorical(toCategorical([2, 0, 1])).data]).toEqual([2, 0, 1]);
  expect(() =>
    fromCategorical([
      [0, 1],
      [NaN, 0],
    ]),
  ).toThrow("fromCategorical: row 1 holds NaN.");
  expect(() => fromCategorical([1, 2])).toThrow("expected x of shape [rows, numClasses], received [2]");
});

test("labelEncoder numbers labels in sorted order, as scikit-learn does", () => {
  const encoder = labelEncoder();
  // the examples in scikit-learn's documentation of LabelEncoder
  expect([...encoder.fit(["paris", "paris", "tokyo", "amsterdam"]).transform(["tokyo", "tokyo", "paris"]).data]).toEqual([2, 2, 1]);
  expect(encoder.classes).toEqual(["amsterdam", "paris", "tokyo"]);
  expect(encoder.inverseTransform([2, 2, 1])).toEqual(["tokyo", "tokyo", "paris"]);
  expect([...labelEncoder().fit([1, 2, 2, 6]).transform([1, 1, 2, 6]).data]).toEqual([0, 0, 1, 2]);
});

test("labelEncoder sorts numbers by value and keeps large ones apart", () => {
  expect(labelEncoder().fit([10, 9, 100]).classes).toEqual([9, 10, 100]);
  expect(labelEncoder().fit([20240101, 20240102]).classes).toHaveLength(2); // float32 cannot tell them apart
});

test("labelEncoder survives JSON and refuses what it has not seen", () => {
  const restored = labelEncoder({ state: JSON.parse(JSON.stringify(labelEncoder().fit(["cat", "dog"]))) });
  expect([...restored.transform(["dog"]).data]).toEqual([1]);
  expect(() => restored.transform(["cat", "dgo"])).toThrow(
    'labelEncoder.transform: label "dgo" in row 1 was not seen by fit. Did you mean "dog"?',
  );
  expect(() => restored.inverseTransform([2])).toThrow("expected class indices from 0 to 1, received 2 in row 0");
  expect(() => labelEncoder().fit([])).toThrow("expected at least one label");
  expect(() => labelEncoder().fit([1, NaN])).toThrow("the label of row 1 is NaN");
});
