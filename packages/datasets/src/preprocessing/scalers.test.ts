import { toNested } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { minMaxScaler } from "./min-max-scaler.ts";
import { standardScaler } from "./standard-scaler.ts";

const x = [
  [1, 200, 7],
  [2, NaN, 7],
  [4, 500, 7],
  [9, 100, 7],
];

/** The rows of a result, for comparing with numbers of more digits than float32 holds. */
const rowsOf = ({ shape: [rows = 0, features = 0], data }: TensorData) =>
  Array.from({ length: rows }, (_, row) => Array.from(data, Number).slice(row * features, (row + 1) * features));

const close = (rows: readonly (readonly number[])[]): unknown[][] =>
  rows.map((row) => row.map((value) => (Number.isNaN(value) ? NaN : expect.closeTo(value, 6))));

test("standardScaler equals scikit-learn, NaN left out and a constant feature centred", () => {
  const scaler = standardScaler();
  // scikit-learn 1.9.1: StandardScaler().fit_transform(x), mean_, scale_
  expect(rowsOf(scaler.fitTransform(x))).toEqual(
    close([
      [-0.9733285267845753, -0.3922322702763682, 0],
      [-0.6488856845230502, NaN, 0],
      [0, 1.3728129459672882, 0],
      [1.6222142113076254, -0.9805806756909203, 0],
    ]),
  );
  expect(scaler.mean).toEqual([4, expect.closeTo(266.6666666666667, 10), 7]);
  expect(scaler.scale).toEqual([expect.closeTo(3.082207001484488, 10), expect.closeTo(169.96731711975949, 10), 1]);
  expect(toNested(scaler.inverseTransform(scaler.transform([[3, 300, 8]])))).toEqual([[3, 300, 8]]);
});

test("standardScaler keeps double precision around a large mean and sees through rounding in a constant feature", () => {
  // scikit-learn 1.9.1
  expect(rowsOf(standardScaler().fitTransform([[1e8 + 0.1], [1e8 + 0.2], [1e8 + 0.3]]))).toEqual(
    close([[-1.2247449626421902], [0], [1.2247447801409854]]),
  );
  expect(standardScaler().fit(Array.from({ length: 10 }, () => [0.1])).scale).toEqual([1]);
});

test("standardScaler can leave out either step", () => {
  expect(rowsOf(standardScaler({ withMean: false }).fitTransform([[1], [3]]))).toEqual(close([[1], [3]])); // deviation 1, by hand
  expect(rowsOf(standardScaler({ withStd: false }).fitTransform([[1], [5]]))).toEqual(close([[-2], [2]])); // by hand
});

test("minMaxScaler equals scikit-learn, with its range, clipping and constant features", () => {
  const scaler = minMaxScaler({ featureRange: [-1, 2] });
  // scikit-learn 1.9.1: MinMaxScaler((-1, 2))
  expect(rowsOf(scaler.fitTransform(x))).toEqual(
    close([
      [-1, -0.25, -1],
      [-0.625, NaN, -1],
      [0.125, 2, -1],
      [2, -1, -1],
    ]),
  );
  expect(rowsOf(scaler.transform([[10, 0, 8]]))).toEqual(close([[2.375, -1.75, 2]]));
  expect(
    rowsOf(
      minMaxScaler({ featureRange: [-1, 2], clip: true })
        .fit(x)
        .transform([[10, 0, 8]]),
    ),
  ).toEqual(close([[2, -1, 2]]));
  expect(rowsOf(scaler.inverseTransform([[2.375, -1.75, 2]]))).toEqual(close([[10, 0, 8]]));
});

test("typed data of any dtype is scaled", () => {
  expect(rowsOf(minMaxScaler().fitTransform({ dtype: "uint8", shape: [3, 1], data: Uint8Array.of(0, 51, 255) }))).toEqual(
    close([[0], [0.2], [1]]),
  );
  expect(rowsOf(minMaxScaler().fitTransform({ dtype: "int64", shape: [2, 1], data: BigInt64Array.of(10n, 20n) }))).toEqual(
    close([[0], [1]]),
  );
  expect(rowsOf(standardScaler().fitTransform([Float32Array.of(1, 2), Float32Array.of(3, 6)]))).toEqual(
    close([
      [-1, -1],
      [1, 1],
    ]),
  );
});

test("a scaler restored from JSON transforms as the first did, features without a value included", () => {
  const data = [
    [1, NaN],
    [2, NaN],
    [4, NaN],
  ];
  for (const [scaler, restore] of [
    [standardScaler({ withMean: false }).fit(data), (text: string) => standardScaler({ state: JSON.parse(text) })],
    [minMaxScaler({ featureRange: [1, 3], clip: true }).fit(data), (text: string) => minMaxScaler({ state: JSON.parse(text) })],
  ] as const) {
    const restored = restore(JSON.stringify(scaler));
    expect(restored.toJSON()).toEqual(scaler.toJSON());
    expect(restored.transform([[3, 5]])).toEqual(scaler.transform([[3, 5]]));
  }
});

test("bad input is refused with the place", () => {
  expect(() => standardScaler().transform([[1]])).toThrow("standardScaler.transform: nothing was learned yet. Call fit");
  expect(() => standardScaler().fit([])).toThrow("standardScaler.fit: expected x of shape [rows, features], received [0]");
  expect(() => standardScaler().fit([[]])).toThrow("at least one row and one feature, received shape [1, 0]");
  expect(() => standardScaler().fit([1, 2])).toThrow("received [2]. A single feature is a column: [[1], [2]]");
  expect(() =>
    standardScaler().fit([
      [1, 2],
      [3, Infinity],
    ]),
  ).toThrow("standardScaler.fit: x[1, 1] is Infinity.");
  expect(() => standardScaler().fit([[1, 2], [3]])).toThrow("rows differ in length");
  expect(() =>
    minMaxScaler()
      .fit([[1, 2]])
      .transform([[1]]),
  ).toThrow("minMaxScaler.transform: expected 2 features as in fit, received 1.");
  expect(() => minMaxScaler({ featureRange: [1, 1] })).toThrow("expected featureRange to be increasing, received [1, 1].");
  expect(() => minMaxScaler({ state: JSON.parse(JSON.stringify(standardScaler())) })).toThrow(
    'expected a state of kind "minMaxScaler", received "standardScaler"',
  );
});
