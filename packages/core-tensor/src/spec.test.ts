import { expect, test } from "vitest";
import { namedDim } from "./shape/dim.ts";
import { printSpec, sameSpec } from "./spec.ts";

const spec = { dtype: "float32", shape: [namedDim("batch"), 784] } as const;

test("a spec prints as its dtype and shape", () => {
  expect(printSpec(spec)).toBe("float32[batch, 784]");
});

test("specs are the same when dtype and shape are", () => {
  expect(sameSpec(spec, { ...spec })).toBe(true);
  expect(sameSpec(spec, { ...spec, dtype: "int32" })).toBe(false);
  expect(sameSpec(spec, { ...spec, shape: [784] })).toBe(false);
});
