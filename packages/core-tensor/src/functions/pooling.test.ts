import { describe, expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { tensor } from "../leaf-tensors.ts";
import { printShape } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { adaptiveAveragePool, adaptiveMaxPool } from "./adaptive-pooling.ts";
import { globalAveragePool, globalMaxPool } from "./global-pooling.ts";
import { averagePool, maxPool } from "./pooling.ts";
import { zeros } from "./shaping.ts";

const shapeOf = (fn: (x: Tensor) => Tensor, shape: readonly (number | string)[]): string => {
  const graph = trace(fn, [{ shape }]);
  return printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? []);
};

test("windows stand side by side unless strides are given", () => {
  expect(shapeOf((x) => maxPool(x, 2), ["batch", 7, 6, 3])).toBe("[batch, 3, 3, 3]");
  expect(shapeOf((x) => averagePool(x, [3, 2], { strides: 1 }), ["batch", 7, 6, 3])).toBe("[batch, 5, 5, 3]");
  expect(shapeOf((x) => maxPool(x, 3, { strides: 2, padding: "same" }), ["batch", 7, 6, 3])).toBe("[batch, 4, 3, 3]");
  expect(shapeOf((x) => maxPool(x, 2), ["batch", "height", "width", 3])).toBe("[batch, floor(height / 2), floor(width / 2), 3]");
});

test("windows of one pixel take every second one, in both data formats", async () => {
  const x = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const pool of [maxPool, averagePool]) {
    expect(await pool(x.reshape([1, 3, 3, 1]), 1, { strides: 2 }).data()).toEqual(Float32Array.of(1, 3, 7, 9));
    expect(pool(x.reshape([1, 1, 3, 3]), 1, { strides: [1, 2], dataFormat: "channelsFirst" }).shape).toEqual([1, 1, 3, 2]);
    expect(shapeOf((x) => pool(x, 1, { strides: 2 }), ["batch", "height", 6, 3])).toBe("[batch, floor((height + 1) / 2), 3, 3]");
  }
  expect(trace((x) => averagePool(x, 1, { strides: 2 }), [{ shape: [1, 3, 3, 1] }]).nodes.map(({ op }) => op)).toEqual(["slice"]);
});

test("pools of everything take images of free size", () => {
  const image = ["batch", "height", "width", 3];
  expect(shapeOf((x) => globalAveragePool(x), image)).toBe("[batch, 3]");
  expect(shapeOf((x) => globalMaxPool(x, { keepDims: true }), image)).toBe("[batch, 1, 1, 3]");
  expect(shapeOf((x) => adaptiveAveragePool(x, 1), image)).toBe("[batch, 1, 1, 3]");
});

test("as many windows as are asked for", () => {
  expect(shapeOf((x) => adaptiveAveragePool(x, [3, 2]), ["batch", 7, 6, 3])).toBe("[batch, 3, 2, 3]");
  expect(shapeOf((x) => adaptiveMaxPool(x, [7, 9], { dataFormat: "channelsFirst" }), ["batch", 3, 7, 6])).toBe("[batch, 3, 7, 9]");
});

test("of equal elements the first has the whole gradient, in uneven windows too", async () => {
  const ties = tensor([[[[1], [1], [1]]], [[[0], [0], [0]]]]); // windows [0, 2) and [1, 3)
  const gradient = grad((x: Tensor) => adaptiveMaxPool(x, [1, 2]).sum())(ties);
  expect(await gradient.reshape([2, 3]).array()).toEqual([
    [1, 1, 0],
    [1, 1, 0],
  ]); // torch.nn.functional.adaptive_max_pool2d
});

describe("refused", () => {
  const image = zeros([1, 3, 3, 2]);
  test.each<readonly [string, () => Tensor, string]>([
    [
      "a window larger than the image",
      () => maxPool(image, 4),
      "maxPool of float32[1, 3, 3, 2]: a window of 4 is larger than the image, 3 with padding 0 and 0 on spatial axis 0.",
    ],
    [
      "padding as wide as the window",
      () => averagePool(image, 2, { padding: 2 }),
      "padding [2, 2] and [2, 2] must be smaller than the window [2, 2].",
    ],
    [
      "a window for three axes",
      () => averagePool(image, [2, 2, 2]),
      "averagePool: size: expected a whole number, or 2 of them, each at least 1, received [2, 2, 2].",
    ],
    [
      "an image without pixels",
      () => maxPool(zeros([1, 0, 3, 2]), 2, { padding: 1 }),
      "maxPool of float32[1, 0, 3, 2]: an image without pixels cannot be pooled.",
    ],
    [
      "no image",
      () => globalMaxPool(zeros([3, 3])),
      "globalMaxPool of float32[3, 3]: expected [batch, ...spatial, channels] with one to three spatial axes",
    ],
    ["integers", () => globalAveragePool(zeros([1, 3, 2], "int32")), "expected float32, received int32[1, 3, 2]. Cast it first."],
  ])("%s", (_, fn, message) => {
    expect(fn).toThrow(message);
  });

  test("windows that depend on a free size", () => {
    expect(() => shapeOf((x) => adaptiveAveragePool(x, 2), ["batch", "height", 4, 1])).toThrow(
      "adaptiveAveragePool of float32[batch, height, 4, 1]: the windows depend on the size of the image. Fix it, or pool all of it (size 1).",
    );
  });
});
