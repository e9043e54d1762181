import { describe, expect, test } from "vitest";
import { namedDim, mulDims } from "../shape/dim.ts";
import { printShape } from "../shape/shape.ts";
import { countOps } from "../print-graph.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { resize } from "./resize.ts";
import { nearestRows, resizeTaps } from "./resize-taps.ts";
import { zeros } from "./shaping.ts";

test("the nearest pixels are TensorFlow's", () => {
  // tf.image.resize(…, method="nearest") of 0, 1, 2, …
  expect(Array.from(nearestRows(3, 5))).toEqual([0, 0, 1, 2, 2]);
  expect(Array.from(nearestRows(5, 3))).toEqual([0, 2, 4]);
  expect(Array.from(nearestRows(4, 2))).toEqual([1, 3]);
  expect(Array.from(nearestRows(26, 11))).toEqual([1, 3, 5, 8, 10, 12, 15, 17, 20, 22, 24]);
});

test("weights make 1, and linear ones are the distances", () => {
  const { rows, weights, taps } = resizeTaps(2, 4, "bilinear", false);
  expect([taps, Array.from(rows), Array.from(weights)]).toEqual([2, [0, -1, 0, 1, 0, 1, 1, -1], [1, 0, 0.75, 0.25, 0.25, 0.75, 1, 0]]);
  for (const interpolation of ["bilinear", "bicubic", "lanczos3", "lanczos5"] as const) {
    const wide = resizeTaps(9, 4, interpolation, true);
    for (let i = 0; i < 4; i++) {
      const sum = wide.weights.slice(i * wide.taps, (i + 1) * wide.taps).reduce((total, weight) => total + weight, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  }
});

test("one call with its options, for engines that know how to resize", () => {
  const graph = trace((x: Tensor) => resize(x, [6, 9], { antialias: true }), [{ shape: ["batch", 4, 5, 3] }]);
  const node = graph.nodes.find(({ op }) => op === "call");
  expect([countOps(graph)["call"], node?.params]).toMatchObject([
    1,
    { name: "resize", options: { interpolation: "bilinear", antialias: true, dataFormat: "channelsLast" } },
  ]);
});

test("the same size is the same image", () => {
  const image = zeros([1, 3, 4, 2]);
  expect(resize(image, [3, 4])).toBe(image);
});

test("nearest makes images of free size a whole number of times larger", () => {
  const [height, width] = [namedDim("height"), namedDim("width")];
  const twice = (x: Tensor): Tensor => resize(x, [mulDims(height, 2), mulDims(width, 3)], { interpolation: "nearest" });
  const graph = trace(twice, [{ shape: ["batch", "height", "width", 3] }]);
  expect(printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? [])).toBe("[batch, 2 * height, 3 * width, 3]");
});

describe("refused", () => {
  const image = zeros([1, 3, 3, 2]);
  test.each<readonly [string, () => Tensor, string]>([
    [
      "an unknown interpolation",
      () => resize(image, 2, { interpolation: "bilinar" as "bilinear" }),
      'interpolation "bilinar": did you mean "bilinear"?',
    ],
    [
      "integers between pixels",
      () => resize(zeros([1, 3, 3, 2], "uint8"), 2),
      'resize of uint8[1, 3, 3, 2]: "bilinear" needs float32. Cast it first, or take "nearest".',
    ],
    ["a size of another rank", () => resize(image, [2, 2, 2]), "expected a size of 2 whole numbers from 1, received [2, 2, 2]."],
    ["a size of 0", () => resize(image, [2, 0]), "expected a size of 2 whole numbers from 1, received [2, 0]."],
    ["no image", () => resize(zeros([3, 3]), 2), "resize of float32[3, 3]: expected images with one to three spatial axes."],
  ])("%s", (_, fn, message) => {
    expect(fn).toThrow(message);
  });

  test("a free size", () => {
    expect(() => trace((x: Tensor) => resize(x, [2, 4]), [{ shape: ["batch", "height", 4, 1] }])).toThrow(
      "resize of float32[batch, height, 4, 1]: which pixels make the 2 of axis 1 depends on its size, height.",
    );
  });
});
