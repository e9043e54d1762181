import { randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { serializable } from "./config.ts";
import { factories } from "./factories.ts";
import type { LayerKind } from "./factories.ts";
import { layerFromConfig } from "./from-config.ts";
import { constant } from "./initializers/constant.ts";
import { varianceScaling } from "./initializers/variance-scaling.ts";
import { constraint } from "./constraints/constraint.ts";
import { minMaxNorm } from "./constraints/norm-constraints.ts";
import { initializer } from "./initializers/initializer.ts";
import type { Layer } from "./layer.ts";
import { l1l2 } from "./regularizers/norm-penalty.ts";
import { regularizer } from "./regularizers/regularizer.ts";

const square = (x: Tensor): Tensor => x.square();

/** One of each kind, with options that differ from the defaults. */
const made: { readonly [K in LayerKind]: Layer } = {
  activation: factories.activation({ activation: { kind: "leakyRelu", options: { negativeSlope: 0.1 } } }),
  activityRegularization: factories.activityRegularization({ l1: 0.1 }),
  add: factories.add({ name: "sum" }),
  alphaDropout: factories.alphaDropout({ rate: 0.25, seed: 3 }),
  average: factories.average(),
  averagePooling1d: factories.averagePooling1d({ poolSize: 3, strides: [2] }),
  averagePooling2d: factories.averagePooling2d({ padding: "same", dataFormat: "channelsFirst" }),
  averagePooling3d: factories.averagePooling3d({ poolSize: [1, 2, 3] }),
  batchNormalization: factories.batchNormalization({ momentum: 0.9, scale: false, trainable: false, betaInitializer: "ones" }),
  concatenate: factories.concatenate({ axis: 1 }),
  conv1d: factories.conv1d({ filters: 4, kernelSize: 3, padding: "causal", dilationRate: 2, biasConstraint: "nonNeg" }),
  conv2d: factories.conv2d({ filters: 4, kernelSize: [3, 2], strides: 2, groups: 2, activation: "relu", kernelRegularizer: "l2" }),
  conv3d: factories.conv3d({ filters: 2, kernelSize: 2, useBias: false, dataFormat: "channelsFirst", kernelInitializer: "heNormal" }),
  dense: factories.dense({
    units: 2,
    activation: "gelu",
    inputShape: ["time", 4],
    kernelInitializer: varianceScaling({ scale: 2, mode: "fanOut", seed: 1 }),
    biasInitializer: constant({ value: 0.5 }),
    kernelRegularizer: l1l2({ l1: 0.1 }),
    kernelConstraint: minMaxNorm({ axis: [0, 1] }),
    activityRegularizer: "l2",
  }),
  dot: factories.dot({ axes: [1, 1], normalize: true }),
  dropout: factories.dropout({ rate: 0.5, noiseShape: [null, 1] }),
  elu: factories.elu({ alpha: 0.5 }),
  flatten: factories.flatten({ dataFormat: "channelsFirst" }),
  gaussianDropout: factories.gaussianDropout({ rate: 0.1 }),
  gaussianNoise: factories.gaussianNoise({ stddev: 2 }),
  globalAveragePooling1d: factories.globalAveragePooling1d(),
  globalAveragePooling2d: factories.globalAveragePooling2d({ keepDims: true }),
  globalAveragePooling3d: factories.globalAveragePooling3d({ dataFormat: "channelsFirst" }),
  globalMaxPooling1d: factories.globalMaxPooling1d({ keepDims: true }),
  globalMaxPooling2d: factories.globalMaxPooling2d(),
  globalMaxPooling3d: factories.globalMaxPooling3d(),
  groupNormalization: factories.groupNormalization({ groups: 2, gammaConstraint: "nonNeg" }),
  identity: factories.identity(),
  inputLayer: factories.inputLayer({ shape: [3], name: "x" }),
  lambda: factories.lambda({ function: serializable("square", square) }),
  layerNormalization: factories.layerNormalization({ axis: [1, 2], epsilon: 0.01, center: false }),
  leakyRelu: factories.leakyRelu({ negativeSlope: 0.1 }),
  maximum: factories.maximum(),
  maxPooling1d: factories.maxPooling1d({ padding: "same" }),
  maxPooling2d: factories.maxPooling2d({ poolSize: [3, 2], strides: 2 }),
  maxPooling3d: factories.maxPooling3d(),
  minimum: factories.minimum(),
  multiply: factories.multiply(),
  normalization: factories.normalization({ axis: null, invert: true }).adapt([1, 2, 4]),
  permute: factories.permute({ dims: [2, 1] }),
  prelu: factories.prelu({ sharedAxes: [1], alphaInitializer: "heNormal" }),
  relu: factories.relu({ maxValue: 6, threshold: 0.5 }),
  repeatVector: factories.repeatVector({ n: 3 }),
  rescaling: factories.rescaling({ scale: [1, 2], offset: -1 }),
  reshape: factories.reshape({ targetShape: [-1, 2] }),
  rmsNormalization: factories.rmsNormalization({ epsilon: 0.1 }),
  softmax: factories.softmax({ axis: [1, 2] }),
  subtract: factories.subtract(),
  unitNormalization: factories.unitNormalization({ axis: 1 }),
  zeroPadding1d: factories.zeroPadding1d({ padding: [1, 2] }),
  zeroPadding2d: factories.zeroPadding2d({ padding: [[1, 2], 3], dataFormat: "channelsFirst" }),
  zeroPadding3d: factories.zeroPadding3d({ padding: [1, 2, 3] }),
};

describe("a config goes through JSON and comes back", () => {
  for (const [kind, layer] of Object.entries(made)) {
    test(`a ${kind} layer`, () => {
      expect(layer.kind).toBe(kind);
      const copy = layerFromConfig(JSON.parse(JSON.stringify(layer.config)), { functions: { square } });
      expect(copy.config).toEqual(layer.config);
      expect([copy.kind, copy.layerName, copy.inputShape, copy.trainable]).toEqual([
        layer.kind,
        layer.layerName,
        layer.inputShape,
        layer.trainable,
      ]);
    });
  }
});

test("a copy computes the same", async () => {
  const copy = layerFromConfig(JSON.parse(JSON.stringify(made.dense.config)));
  const x = tensor([[1, -2, 3, 0.5]]);
  const weights = made.dense.init(randomKey(5), [x.spec]);
  expect(await copy.apply(copy.init(randomKey(5), [x.spec]), x)[0].array()).toEqual(await made.dense.apply(weights, x)[0].array());
});

test("what a file only names is passed again", async () => {
  const three = initializer({ kind: "three", options: {} }, (_, shape) => tensor(3).broadcastTo(shape));
  const one = regularizer({ kind: "one", options: {} }, () => tensor(1));
  const half = constraint({ kind: "half", options: {} }, (w) => w.mul(0.5));
  const { config } = factories.dense({ units: 1, kernelInitializer: three, kernelRegularizer: one, kernelConstraint: half });
  expect(() => layerFromConfig(config)).toThrow(/dense: kernelInitializer "three": /);
  const copy = layerFromConfig(config, {
    initializers: { three: () => three },
    regularizers: { one: () => one },
    constraints: { half: () => half },
  });
  const x = tensor([[1]]);
  expect(await copy.apply(copy.init(randomKey(0), [x.spec]), x)[0].array()).toEqual([[3]]);
  expect(copy.config).toEqual(config);
});

test("unknown kinds and options are refused", () => {
  expect(() => layerFromConfig({ kind: "densee", options: {} })).toThrow('layer "densee": did you mean "dense"?');
  expect(() => layerFromConfig({ kind: "flatten", options: { dims: [1] } })).toThrow('flatten: there is no option "dims"');
  expect(layerFromConfig({ kind: "mine", options: {} }, { layers: { mine: () => made.add } })).toBe(made.add);
});
