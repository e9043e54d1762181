import { expect, test } from "vitest";
import { printShape } from "../shape/shape.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { extractPatches } from "./patches.ts";
import { zeros } from "./shaping.ts";
import { depthToSpace, spaceToDepth } from "./space-to-depth.ts";

const shapeOf = (fn: (x: Tensor) => Tensor, shape: readonly (number | string)[]): string => {
  const graph = trace(fn, [{ shape }]);
  return printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? []);
};

test.each<readonly [string, readonly number[], readonly number[], "channelsLast" | "channelsFirst"]>([
  ["two axes", [2, 4, 6, 3], [2, 3], "channelsLast"],
  ["channels first", [2, 3, 4, 6], [2, 3], "channelsFirst"],
  ["one axis", [2, 6, 3], [3], "channelsLast"],
  ["three axes", [1, 2, 4, 6, 2], [2, 2, 3], "channelsLast"],
  ["three axes, channels first", [1, 2, 2, 4, 6], [2, 2, 3], "channelsFirst"],
])("depthToSpace undoes spaceToDepth: %s", async (_, shape, blockSize, dataFormat) => {
  const x = tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  );
  const back = depthToSpace(spaceToDepth(x, blockSize, { dataFormat }), blockSize, { dataFormat });
  expect(back.shape).toEqual(shape);
  expect(await back.data()).toEqual(await x.data());
});

test("free sizes are divided where that is exact", () => {
  expect(shapeOf((x) => depthToSpace(x, 2), ["batch", "height", "width", 12])).toBe("[batch, 2 * height, 2 * width, 3]");
  expect(shapeOf((x) => spaceToDepth(x, [2, 1]), ["batch", 6, "width", 3])).toBe("[batch, 3, width, 6]");
  expect(() => shapeOf((x) => spaceToDepth(x, 2), ["batch", "height", 4, 3])).toThrow(
    "spaceToDepth of float32[batch, height, 4, 3]: the size of spatial axis 0, height, does not divide by 2.",
  );
});

test("what does not divide is refused", () => {
  expect(() => spaceToDepth(zeros([1, 3, 4, 2]), 2)).toThrow("the size of spatial axis 0, 3, does not divide by 2. Pad or crop it first.");
  expect(() => depthToSpace(zeros([1, 3, 4, 2]), 2)).toThrow("the number of channels, 2, does not divide by 4.");
  expect(() => spaceToDepth(zeros([1, 3, 4, 2]), 0)).toThrow(
    "spaceToDepth: blockSize: expected a whole number, or 2 of them, each at least 1",
  );
  expect(() => spaceToDepth(zeros([3, 4]), 1)).toThrow(
    "spaceToDepth: expected images with one to three spatial axes, received float32[3, 4].",
  );
});

test("patches need images of known size that hold a window", () => {
  expect(shapeOf((x) => extractPatches(x, [3, 2], { strides: 1 }), ["batch", 6, 5, 2])).toBe("[batch, 4, 4, 12]");
  expect(() => extractPatches(zeros([1, 3, 3, 2]), 4)).toThrow(
    "extractPatches of float32[1, 3, 3, 2]: a window of 4 is larger than the image",
  );
  expect(() => shapeOf((x) => extractPatches(x, 2), ["batch", "height", 4, 1])).toThrow(
    "which pixels make a window depends on the size of the image.",
  );
});
