import { describe, expect, test } from "vitest";
import type { DataFormat } from "../ops/windows.ts";
import { printShape } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { conv } from "./convolution.ts";
import type { ConvOptions } from "./convolution.ts";
import { depthwiseConv, separableConv } from "./separable-convolution.ts";
import { zeros } from "./shaping.ts";
import { convTranspose } from "./transposed-convolution.ts";
import type { ConvTransposeOptions } from "./transposed-convolution.ts";

/** The shape that a function of an image with free sizes has. */
const shapeOf = (fn: (x: Tensor) => Tensor, shape: readonly (number | string)[]): string => {
  const graph = trace(fn, [{ shape }]);
  return printShape(graph.specs[graph.outputs[0] ?? 0]?.shape ?? []);
};

describe("shapes", () => {
  test.each<readonly [string, ConvOptions, string]>([
    ["nothing around", {}, "[batch, 8, 5, 4]"],
    ["same", { padding: "same" }, "[batch, 10, 6, 4]"],
    ["same, strided", { padding: "same", strides: [3, 2] }, "[batch, 4, 3, 4]"],
    ["numbers per axis and side", { padding: [1, [0, 2]], strides: 2 }, "[batch, 5, 4, 4]"],
    ["dilated", { dilations: [4, 1] }, "[batch, 2, 5, 4]"],
  ])("%s", (_, options, shape) => {
    expect(shapeOf((x) => conv(x, zeros([3, 2, 2, 4]), options), ["batch", 10, 6, 2])).toBe(shape);
  });

  test("images of free size", () => {
    const image = ["batch", "height", "width", 2];
    expect(shapeOf((x) => conv(x, zeros([3, 3, 2, 4])), image)).toBe("[batch, height - 2, width - 2, 4]");
    expect(shapeOf((x) => conv(x, zeros([3, 3, 2, 4]), { padding: "same" }), image)).toBe("[batch, height, width, 4]");
    expect(shapeOf((x) => conv(x, zeros([2, 2, 2, 4]), { strides: 2 }), image)).toBe("[batch, floor(height / 2), floor(width / 2), 4]");
    expect(shapeOf((x) => convTranspose(x, zeros([3, 3, 4, 2]), { strides: 2 }), image)).toBe("[batch, 2 * height + 1, 2 * width + 1, 4]");
    expect(shapeOf((x) => convTranspose(x, zeros([3, 3, 4, 2]), { strides: 2, padding: "same" }), image)).toBe(
      "[batch, 2 * height, 2 * width, 4]",
    );
  });

  test("a strided padding same of a free size is refused", () => {
    expect(() => shapeOf((x) => conv(x, zeros([3, 3, 2, 4]), { padding: "same", strides: 2 }), ["batch", "height", 6, 2])).toThrow(
      'padding "same" with stride 2 depends on the size, and height of spatial axis 0 is free. Give the padding in numbers, or fix the size.',
    );
  });

  test("depthwise, separable", () => {
    expect(shapeOf((x) => depthwiseConv(x, zeros([3, 3, 2, 4])), ["batch", 10, 6, 2])).toBe("[batch, 8, 4, 8]");
    const separable = (x: Tensor): Tensor => separableConv(x, zeros([3, 2, 4]), zeros([1, 8, 5]), { strides: 2, padding: "same" });
    expect(shapeOf(separable, ["batch", 9, 2])).toBe("[batch, 5, 5]");
  });
});

describe("lengths of Keras's conv_transpose", () => {
  // keras.ops.conv_transpose of 4 pixels on TensorFlow: [kernel, options, length]
  test.each<readonly [number, ConvTransposeOptions, number]>([
    [3, {}, 6],
    [3, { strides: 2 }, 9],
    [2, { strides: 3 }, 12],
    [3, { strides: 2, outputPadding: 1 }, 10],
    [3, { strides: 2, outputPadding: 0 }, 9],
    [2, { strides: 3, outputPadding: 0 }, 11],
    [3, { padding: "same" }, 4],
    [3, { strides: 2, padding: "same" }, 8],
    [4, { strides: 2, padding: "same" }, 8],
    [3, { strides: 2, padding: "same", outputPadding: 0 }, 7],
    [3, { strides: 2, padding: "same", outputPadding: 1 }, 8],
    [4, { strides: 2, padding: "same", outputPadding: 1 }, 7],
    [3, { dilations: 2 }, 8],
    [3, { dilations: 2, padding: "same" }, 4],
  ])("kernel %i, %j", (kernel, options, length) => {
    expect(convTranspose(zeros([1, 4, 1]), zeros([kernel, 1, 1]), options).shape).toEqual([1, length, 1]);
  });
});

const image = zeros([1, 3, 3, 2]);
const unknownFormat = "NHWC" as DataFormat;

describe("refused", () => {
  test.each<readonly [string, Shape, Shape, ConvOptions, string]>([
    [
      "a kernel larger than the image",
      [1, 3, 3, 2],
      [5, 3, 2, 4],
      {},
      "a window of 5 is larger than the image, 3 with padding 0 and 0 on spatial axis 0.",
    ],
    [
      "a dilated kernel larger than the image",
      [1, 4, 4, 2],
      [2, 3, 2, 4],
      { dilations: 2 },
      "a window of 5 is larger than the image, 4 with",
    ],
    [
      "channels that do not match",
      [1, 3, 3, 3],
      [2, 2, 2, 4],
      {},
      "conv of float32[1, 3, 3, 3] and filter float32[2, 2, 2, 4]: the image has 3 channels, the filter takes 2.",
    ],
    [
      "channels that do not match in groups",
      [1, 3, 3, 6],
      [2, 2, 2, 4],
      { groups: 2 },
      "with 2 groups: the image has 6 channels, the filter takes 4.",
    ],
    ["channels that do not divide", [1, 3, 3, 5], [2, 2, 2, 4], { groups: 2 }, "5 channels do not divide into 2 groups."],
    ["filters that do not divide", [1, 3, 3, 4], [2, 2, 2, 3], { groups: 2 }, "3 filters do not divide into 2 groups."],
    [
      "no spatial axis",
      [3, 3],
      [2, 2, 2, 4],
      {},
      "expected [batch, ...spatial, channels] with one to three spatial axes, received float32[3, 3].",
    ],
    [
      "a filter of another rank",
      [1, 3, 3, 2],
      [2, 2, 4],
      {},
      "expected a float32 filter [...kernel, inChannels / groups, filters] of rank 4",
    ],
    [
      "padding for another rank",
      [1, 3, 3, 2],
      [2, 2, 2, 4],
      { padding: [1, 2, 3] },
      "expected padding as whole numbers from 0 for 2 spatial axes, received [1,2,3].",
    ],
    ["negative padding", [1, 3, 3, 2], [2, 2, 2, 4], { padding: -1 }, "expected padding as whole numbers from 0"],
    [
      "a stride of 0",
      [1, 3, 3, 2],
      [2, 2, 2, 4],
      { strides: 0 },
      "conv: strides: expected a whole number, or 2 of them, each at least 1, received [0, 0].",
    ],
    ["no groups", [1, 3, 3, 2], [2, 2, 2, 4], { groups: 0 }, "conv: groups: expected a whole number, each at least 1, received [0]."],
    [
      "an unknown format",
      [1, 3, 3, 2],
      [2, 2, 2, 4],
      { dataFormat: unknownFormat },
      'dataFormat "NHWC" is not known: "channelsLast" or "channelsFirst".',
    ],
  ])("%s", (_, x, filter, options, message) => {
    expect(() => conv(zeros(x), zeros(filter), options)).toThrow(message);
  });

  test("a padding with a typing error", () => {
    expect(() => conv(image, zeros([2, 2, 2, 4]), { padding: "smae" as "same" })).toThrow(
      'padding "smae" is not known: did you mean "same"?',
    );
  });

  test("integers", () => {
    expect(() => conv(zeros([1, 3, 3, 2], "int32"), zeros([2, 2, 2, 4]))).toThrow(
      "expected float32, received int32[1, 3, 3, 2]. Cast it first.",
    );
  });

  test.each<readonly [string, Shape, ConvTransposeOptions, string]>([
    ["channels that do not match", [2, 2, 4, 3], {}, "the image has 2 channels, the filter takes 3."],
    ["groups that do not divide", [2, 2, 4, 2], { groups: 3 }, "2 channels do not divide into 3 groups."],
    ["a filter of another rank", [2, 4, 2], {}, "expected a filter [...kernel, filters / groups, channels] of rank 4 and known size."],
    [
      "an output padding as large as the stride",
      [2, 2, 4, 2],
      { strides: 2, outputPadding: 2 },
      "the outputPadding 2 of spatial axis 0 is not smaller than the stride 2.",
    ],
    [
      "an output padding that padding same has no room for",
      [2, 2, 4, 2],
      { strides: 2, outputPadding: 0, padding: "same" },
      "the outputPadding of spatial axis 0 is from 1 to 2, received 0.",
    ],
    ["padding that eats everything", [2, 2, 4, 2], { padding: 2 }, "padding 2 and 2 on spatial axis 0 leaves nothing of the result."],
  ])("transposed: %s", (_, filter, options, message) => {
    expect(() => convTranspose(image, zeros(filter), options)).toThrow(message);
  });

  test("transposed: causal padding", () => {
    expect(() => convTranspose(image, zeros([2, 2, 4, 2]), { padding: "causal" as "same" })).toThrow('"valid", "same" or numbers.');
  });

  test("depthwise: a filter for other channels, or of another rank", () => {
    expect(() => depthwiseConv(image, zeros([2, 2, 3, 2]))).toThrow(
      "depthwiseConv of float32[1, 3, 3, 2] and filter float32[2, 2, 3, 2]: the image has 2 channels, the filter takes 3.",
    );
    expect(() => depthwiseConv(image, zeros([2, 3, 2]))).toThrow("expected a filter [...kernel, channels, multiplier] of rank 4");
  });
});
