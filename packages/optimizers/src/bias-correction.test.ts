import { literal } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { biasCorrection } from "./bias-correction.ts";

test.each([0, 0.5, 0.9, 0.999, 0.99999])("1 − %d^t is right to a millionth from the first step to the millionth", async (beta) => {
  for (const t of [1, 2, 3, 10, 100, 1000, 10_000, 1_000_000]) {
    const exact = -Math.expm1(t * Math.log(beta)); // float64
    const value = await biasCorrection(beta, literal(t, "float32")).item();
    expect(Math.abs(value - exact) / exact).toBeLessThan(1e-6);
  }
});
