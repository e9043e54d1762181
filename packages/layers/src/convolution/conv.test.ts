import { namedDim, randomKey, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { conv1d, conv2d, conv3d } from "./conv.ts";

const batch = namedDim("batch");
const spec = (...shape: number[]) => ({ shape, dtype: "float32" as const });

test("weights have Keras's names and shapes in both data formats", () => {
  const shapes = (weights: object): unknown => Object.entries(weights).map(([name, { shape }]) => [name, shape]);
  expect(shapes(conv2d({ filters: 6, kernelSize: [3, 2], groups: 2 }).weights([spec(1, 8, 8, 4)]))).toEqual([
    ["kernel", [3, 2, 2, 6]],
    ["bias", [6]],
  ]);
  const first = conv3d({ filters: 5, kernelSize: 2, dataFormat: "channelsFirst", useBias: false });
  expect(shapes(first.weights([spec(1, 3, 4, 4, 4)]))).toEqual([["kernel", [2, 2, 2, 3, 5]]]);
});

// glorotUniform with Keras's fans of a kernel [3, 3, 4, 8]: 9 · 4 in, 9 · 8 out.
test("first values count the window in both fans", async () => {
  const { kernel } = conv2d({ filters: 8, kernelSize: 3 }).init(randomKey(1), [spec(1, 5, 5, 4)]);
  const values =
    kernel !== undefined && "data" in kernel && typeof kernel.data === "function" ? [...(await kernel.data())].map(Number) : [];
  const limit = Math.sqrt(6 / (36 + 72));
  expect(values).toHaveLength(288);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.95 * limit);
});

// By hand: differences of neighbours, then with the same taps two apart and zeros in front.
test("windows correlate, dilation spreads their taps, causal padding sees no later step", async () => {
  const x = tensor([[[1], [3], [6], [10]]]);
  const weights = { kernel: tensor([[[-1]], [[1]]]), bias: tensor([100]) };
  expect(await conv1d({ filters: 1, kernelSize: 2 }).apply(weights, x)[0].array()).toEqual([[[102], [103], [104]]]);
  const causal = conv1d({ filters: 1, kernelSize: 2, dilationRate: 2, padding: "causal" });
  expect(await causal.apply(weights, x)[0].array()).toEqual([[[101], [103], [105], [107]]]);
});

test("shapes follow with a free batch and free sizes", () => {
  const pictures = input({ shape: [28, 28, 3] });
  expect(conv2d({ filters: 8, kernelSize: 5, strides: 2, padding: "same" })(pictures).spec.shape).toEqual([batch, 14, 14, 8]);
  const sequence = input({ shape: ["time", 3] });
  expect(conv1d({ filters: 8, kernelSize: 3, padding: "same" })(sequence).spec.shape).toEqual([batch, namedDim("time"), 8]);
  expect(() => conv1d({ filters: 8, kernelSize: 3, padding: "same", strides: 2, name: "half" })(sequence)).toThrow(
    'half: expected known sizes (steps), on which padding "same" with strides above 1 depends, received float32[batch, time, 3].',
  );
});

test("errors name the layer, what was expected and what was received", () => {
  const layer = conv2d({ filters: 4, kernelSize: [5, 3], groups: 2, name: "edges" });
  expect(() => layer(input({ shape: [784] }))).toThrow(
    "edges: expected an input of rank 4 [batch, height, width, channels], received float32[batch, 784]. Reshape it first, or set inputShape.",
  );
  expect(() => layer(input({ shape: [4, 8, 2] }))).toThrow(
    'edges: expected height × width of at least 5 × 3, the reach of the windows (padding "same" takes less), received float32[batch, 4, 8, 2].',
  );
  expect(() => layer(input({ shape: [8, 8, 3] }))).toThrow("edges: expected channels that divide into 2 groups, received float32");
  expect(() => layer(input({ shape: [8, 8, "channels"] }))).toThrow("edges: expected a known size on axis -1");
  const weights = layer.init(randomKey(1), [spec(1, 8, 8, 4)]);
  expect(() => layer.apply(weights, tensor(new Float32Array(128)).reshape([1, 8, 8, 2]))).toThrow(
    'edges: for the input float32[1, 8, 8, 2] expected "kernel" to be float32[5, 3, 1, 4], received float32[5, 3, 2, 4]',
  );
});

test("options are checked", () => {
  expect(() => conv2d({ filters: 0, kernelSize: 3 })).toThrow("conv2d: expected filters to be an integer of at least 1, received 0.");
  // @ts-expect-error: three sizes for two axes
  expect(() => conv2d({ filters: 1, kernelSize: [3, 3, 3] })).toThrow(
    "conv2d: expected kernelSize to be a whole number of at least 1, or 2 of them (height × width), received [3,3,3].",
  );
  expect(() => conv2d({ filters: 1, kernelSize: 3, strides: 0 })).toThrow("conv2d: expected strides to be a whole number of at least 1");
  // @ts-expect-error: causal padding is for sequences
  expect(() => conv2d({ filters: 1, kernelSize: 3, padding: "causal" })).toThrow('conv2d: padding "causal"');
  // @ts-expect-error: not a name
  expect(() => conv2d({ filters: 1, kernelSize: 3, padding: "sane" })).toThrow('conv2d: padding "sane": did you mean "same"?');
  // @ts-expect-error: not a name
  expect(() => conv2d({ filters: 1, kernelSize: 3, dataFormat: "channelLast" })).toThrow('did you mean "channelsLast"?');
  expect(() => conv2d({ filters: 3, kernelSize: 3, groups: 2 })).toThrow("conv2d: 3 filters do not divide into 2 groups.");
  expect(() => conv1d({ filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 })).toThrow(
    "conv1d: strides [2] and dilationRate [2] cannot both be above 1. Set one of them to 1.",
  );
});
