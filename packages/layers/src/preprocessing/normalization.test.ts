import { tensor, tensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { normalization } from "./normalization.ts";

// The data of Keras's docstring and its results.
const data = [
  [0, 7, 4],
  [2, 9, 6],
  [0, 7, 4],
  [2, 9, 6],
];
const deviation = (value: unknown, expected: unknown): number =>
  Math.max(...[value].flat().map((number, i) => Math.abs(Number(number) - Number([expected].flat()[i]))));

test("adapt gives a layer that knows the data; the layer it is called on stays as it is", async () => {
  const plain = normalization();
  const adapted = plain.adapt(data);
  expect(await adapted.apply({}, tensor([[0, 7, 4]]))[0].array()).toEqual([[-1, -1, -1]]);
  expect(() => plain(input({ shape: [3] }))).toThrow(
    "normalization: has no mean and variance yet. Use the layer that adapt(data) returns, or give both.",
  );
});

test("batches give the same statistics as the whole, in any form", () => {
  const whole = normalization().adapt(data).config.options;
  const rows = tensorData(data);
  const batches = [tensorData(data.slice(0, 1)), tensorData(data.slice(1))];
  for (const adapted of [
    normalization().adapt(rows),
    normalization().adapt(new Float32Array(data.flat()), [4, 3]),
    normalization().adapt(batches),
    normalization().adapt(batches.values()),
  ]) {
    const { mean, variance } = adapted.config.options;
    expect(deviation(mean, whole["mean"])).toBeLessThan(1e-12);
    expect(deviation(variance, whole["variance"])).toBeLessThan(1e-12);
  }
});

test("statistics survive large offsets", () => {
  const { variance } = normalization({ axis: null }).adapt(new Float64Array([1e6, 1e6 + 1, 1e6 + 2]), [3]).config.options;
  expect(variance).toBeCloseTo(2 / 3, 6);
});

test("mean and variance can be given, and integers are normalized", async () => {
  const layer = normalization({ mean: 3, variance: 2 });
  const [y] = layer.apply({}, tensor([[1], [3]], undefined, "int32"));
  const values = Array.from(await y.data(), Number);
  expect(values[0]).toBeCloseTo(-Math.SQRT2, 6);
  expect(values[1]).toBe(0);
});

test("what does not fit is refused", () => {
  // @ts-expect-error: not an option
  expect(() => normalization({ axes: 1 })).toThrow('normalization: there is no option "axes"');
  expect(() => normalization({ mean: 1 })).toThrow("normalization: give both mean and variance, or none.");
  expect(() => normalization({ mean: [1, 2], variance: [1] })).toThrow(
    "normalization: expected mean and variance of one shape, received [2] and [1].",
  );
  expect(() => normalization().adapt(data)(input({ shape: [4] }))).toThrow(
    "normalization: expected an input for statistics of shape [3] on axis 1, received float32[batch, 4].",
  );
  expect(() => normalization().adapt([])).toThrow("normalization: expected at least one example, received none.");
});
