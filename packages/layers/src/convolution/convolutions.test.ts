import { namedDim } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { conv1dTranspose, conv2dTranspose, conv3dTranspose } from "./conv-transpose.ts";
import { depthwiseConv1d, depthwiseConv2d } from "./depthwise-conv.ts";
import { separableConv2d } from "./separable-conv.ts";

const batch = namedDim("batch");
const image = { shape: [1, 6, 5, 4], dtype: "float32" } as const;
const shapes = (weights: object): unknown => Object.entries(weights).map(([name, { shape }]) => [name, shape]);

test("weights have Keras's names and shapes", () => {
  expect(shapes(conv2dTranspose({ filters: 3, kernelSize: [2, 5] }).weights([image]))).toEqual([
    ["kernel", [2, 5, 3, 4]],
    ["bias", [3]],
  ]);
  expect(shapes(depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }).weights([image]))).toEqual([
    ["kernel", [3, 3, 4, 2]],
    ["bias", [8]],
  ]);
  expect(shapes(separableConv2d({ filters: 3, kernelSize: 2, depthMultiplier: 2, dataFormat: "channelsFirst" }).weights([image]))).toEqual([
    ["depthwiseKernel", [2, 2, 6, 2]],
    ["pointwiseKernel", [1, 1, 12, 3]],
    ["bias", [3]],
  ]);
});

test("a transposed convolution is stride times as long, or holds all windows; free sizes stay free", () => {
  const x = input({ shape: [7, 5, 2] });
  const layer = (padding: "valid" | "same", outputPadding?: number): unknown =>
    conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding, outputPadding })(x).spec.shape;
  expect(layer("same")).toEqual([batch, 14, 10, 4]);
  expect(layer("valid")).toEqual([batch, 15, 11, 4]);
  expect(layer("valid", 1)).toEqual([batch, 16, 12, 4]);
  const sequence = input({ shape: ["time", 2] });
  expect(conv1dTranspose({ filters: 4, kernelSize: 3, padding: "same" })(sequence).spec.shape).toEqual([batch, namedDim("time"), 4]);
});

test("options that cannot be are refused, with the name of the layer", () => {
  expect(() => conv2dTranspose({ filters: 1, kernelSize: 3, strides: 2, outputPadding: 2, name: "up" })).toThrow(
    "up: expected outputPadding below the strides [2, 2], received [2, 2].",
  );
  expect(() => conv3dTranspose({ filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 })).toThrow(
    "conv3dTranspose: strides [2, 2, 2] and dilationRate [2, 2, 2] cannot both be above 1.",
  );
  // @ts-expect-error: not a padding of transposed convolutions
  expect(() => conv1dTranspose({ filters: 1, kernelSize: 3, padding: "causal" })).toThrow('conv1dTranspose: padding "causal"');
  expect(() => depthwiseConv1d({ kernelSize: 3, depthMultiplier: 0 })).toThrow(
    "depthwiseConv1d: expected depthMultiplier to be an integer",
  );
  // @ts-expect-error: a depthwise kernel has options of its own
  expect(() => depthwiseConv1d({ kernelSize: 3, kernelInitializer: "zeros" })).toThrow('there is no option "kernelInitializer"');
  expect(() => depthwiseConv2d({ kernelSize: 7 })(input({ shape: [5, 9, 2] }))).toThrow(
    "depthwiseConv2d: expected height × width of at least 7 × 7",
  );
  expect(() => separableConv2d({ filters: 1, kernelSize: 3, name: "mix" })(input({ shape: [5, 5] }))).toThrow(
    "mix: expected an input of rank 4 [batch, height, width, channels]",
  );
});
