import { namedDim } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "./input.ts";
import { inputLayer } from "./input-layer.ts";

test("an input has a free batch axis, or a fixed one", () => {
  expect(input({ shape: [28, 28], dtype: "uint8", name: "image" })).toEqual({
    spec: { shape: [namedDim("batch"), 28, 28], dtype: "uint8" },
    from: undefined,
    output: 0,
    name: "image",
  });
  expect(input({ shape: ["time", 3], batchSize: 2 }).spec.shape).toEqual([2, namedDim("time"), 3]);
});

test("a missing shape and unknown options are refused", () => {
  // @ts-expect-error: no shape
  expect(() => input({ name: "image" })).toThrow("image: expected a shape such as [28, 28]");
  // @ts-expect-error: not an option
  expect(() => input({ shape: [3], sparse: true })).toThrow('input: there is no option "sparse"');
});

test("an input layer only gives a sequential model its shape", () => {
  const layer = inputLayer({ shape: ["time", 3] });
  expect(layer.inputShape).toEqual([namedDim("time"), 3]);
  expect(layer.config).toEqual({ kind: "inputLayer", options: { shape: ["time", 3] } });
});
