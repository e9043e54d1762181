import { expect, test } from "vitest";
import { countScale, linearScale, logScale, shortNumber } from "./axis-scale.ts";

test("ticks are round numbers around the values", () => {
  const { ticks, place, label } = linearScale(0.03, 1.18);
  expect(ticks.map(label)).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2"]);
  expect(place(0)).toBeCloseTo(0);
  expect(place(0.6)).toBeCloseTo(0.5);
  expect(place(1.2)).toBeCloseTo(1);
});

test("ticks of small, large and negative values stay short", () => {
  expect(linearScale(0, 4e-5).ticks.map(linearScale(0, 4e-5).label)).toEqual(["0", "1e-5", "2e-5", "3e-5", "4e-5"]);
  expect(linearScale(-1, 1, 4).ticks).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(linearScale(0, 3e6, 3).ticks.map(linearScale(0, 3e6, 3).label)).toEqual(["0", "1e6", "2e6", "3e6"]);
});

test("equal values get room on both sides", () => {
  expect(linearScale(5, 5).place(5)).toBeCloseTo(0.5);
  expect(linearScale(0, 0).place(0)).toBeCloseTo(0.5);
});

test("a logarithmic axis has powers of ten as ticks", () => {
  const { ticks, place, label } = logScale(0.02, 700);
  expect(ticks.map(label)).toEqual(["0.01", "0.1", "1", "10", "100", "1000"]);
  expect(place(1)).toBeCloseTo(2 / 5);
});

test("an axis of epochs has whole numbers", () => {
  expect(countScale(1, 3).ticks).toEqual([1, 2, 3]);
  expect(countScale(1, 100).ticks).toEqual([1, 20, 40, 60, 80, 100]);
  expect(countScale(1, 1).ticks).toEqual([1]);
  expect(countScale(1, 1).place(1)).toBe(0.5);
});

test("numbers for people are short", () => {
  expect([0.0432109, 12.5, 0, 1.2345e-7, 3e9, NaN].map(shortNumber)).toEqual(["0.04321", "12.5", "0", "1.23e-7", "3.00e9", "NaN"]);
});
