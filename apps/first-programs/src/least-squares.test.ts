import { expect, test } from "vitest";
import { leastSquares } from "./least-squares.ts";

test("the least-squares line of three points, by hand", () => {
  // means 1 and 2; Σ(x − 1)(y − 2) = 3, Σ(x − 1)² = 2
  expect(leastSquares(Float32Array.of(0, 1, 2), Float32Array.of(1, 1, 4))).toEqual({ slope: 1.5, intercept: 0.5 });
});
