import { expect, test } from "vitest";
import { median, quantile } from "./timing.ts";

test("a quantile lies between its neighbours in proportion", () => {
  // NumPy: quantile([4, 1, 3, 2], [0.1, 0.5, 0.9]) = [1.3, 2.5, 3.7]
  expect(quantile([4, 1, 3, 2], 0.1)).toBeCloseTo(1.3, 12);
  expect(median([4, 1, 3, 2])).toBeCloseTo(2.5, 12);
  expect(quantile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});
