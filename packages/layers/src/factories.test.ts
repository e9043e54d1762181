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
import { gruCell } from "./recurrent/gru-cell.ts";
import { lstm } from "./recurrent/lstm.ts";
import { lstmCell } from "./recurrent/lstm-cell.ts";
import { l1l2 } from "./regularizers/norm-penalty.ts";
import { regularizer } from "./regularizers/regularizer.ts";

const square = (x: Tensor): Tensor => x.square();

/** One of each kind, with options that differ from the defaults. */
const made: { readonly [K in LayerKind]: Layer } = {
  activation: factories.activation({ activation: { kind: "leakyRelu", options: { negativeSlope: 0.1 } } }),
  activityRegularization: factories.activityRegularization({ l1: 0.1 }),
  adaptiveAveragePooling1d: factories.adaptiveAveragePooling1d({ outputSize: 3 }),
  adaptiveAveragePooling2d: factories.adaptiveAveragePooling2d({ outputSize: [2, 3] }),
  adaptiveAveragePooling3d: factories.adaptiveAveragePooling3d({ outputSize: 1, dataFormat: "channelsFirst" }),
  adaptiveMaxPooling1d: factories.adaptiveMaxPooling1d({ outputSize: [3] }),
  adaptiveMaxPooling2d: factories.adaptiveMaxPooling2d({ outputSize: 4 }),
  adaptiveMaxPooling3d: factories.adaptiveMaxPooling3d({ outputSize: [1, 2, 3] }),
  add: factories.add({ name: "sum" }),
  additiveAttention: factories.additiveAttention({ useScale: false, dropout: 0.1 }),
  alphaDropout: factories.alphaDropout({ rate: 0.25, seed: 3 }),
  attention: factories.attention({ useScale: true, scoreMode: "concat", causal: true }),
  augMix: factories.augMix({ numChains: 2, allOps: false }),
  autoContrast: factories.autoContrast({ valueRange: [0, 1] }),
  average: factories.average(),
  averagePooling1d: factories.averagePooling1d({ poolSize: 3, strides: [2] }),
  averagePooling2d: factories.averagePooling2d({ padding: "same", dataFormat: "channelsFirst" }),
  averagePooling3d: factories.averagePooling3d({ poolSize: [1, 2, 3] }),
  batchNormalization: factories.batchNormalization({
    momentum: 0.9,
    scale: false,
    trainable: false,
    renorm: true,
    renormClipping: { rmax: 3 },
  }),
  bidirectional: factories.bidirectional({ layer: lstm({ units: 2, returnSequences: true, seed: 1 }), mergeMode: null }),
  categoryEncoding: factories.categoryEncoding({ numTokens: 4, outputMode: "count" }),
  centerCrop: factories.centerCrop({ height: 2, width: 3, dataFormat: "channelsFirst" }),
  concatenate: factories.concatenate({ axis: 1 }),
  contrastLimitedAdaptiveHistogramEqualization: factories.contrastLimitedAdaptiveHistogramEqualization({ clipLimit: 2, tileGridSize: 3 }),
  conv1d: factories.conv1d({ filters: 4, kernelSize: 3, padding: "causal", dilationRate: 2, biasConstraint: "nonNeg" }),
  conv1dTranspose: factories.conv1dTranspose({ filters: 2, kernelSize: 3, dilationRate: 2 }),
  conv2d: factories.conv2d({ filters: 4, kernelSize: [3, 2], strides: 2, groups: 2, activation: "relu", kernelRegularizer: "l2" }),
  conv2dTranspose: factories.conv2dTranspose({ filters: 2, kernelSize: [3, 2], strides: 2, outputPadding: [1, 0], activation: "gelu" }),
  conv3d: factories.conv3d({ filters: 2, kernelSize: 2, useBias: false, dataFormat: "channelsFirst", kernelInitializer: "heNormal" }),
  conv3dTranspose: factories.conv3dTranspose({ filters: 2, kernelSize: 2, padding: "same", useBias: false }),
  convLstm1d: factories.convLstm1d({
    filters: 2,
    kernelSize: 3,
    strides: 2,
    padding: "same",
    returnSequences: true,
    zeroOutputForMask: true,
  }),
  convLstm2d: factories.convLstm2d({
    filters: 2,
    kernelSize: [3, 2],
    dilationRate: 2,
    unitForgetBias: false,
    recurrentDropout: 0.2,
    seed: 3,
  }),
  convLstm3d: factories.convLstm3d({ filters: 1, kernelSize: 2, dataFormat: "channelsFirst", activation: "relu", goBackwards: true }),
  cropping1d: factories.cropping1d({ cropping: [0, 2] }),
  cropping2d: factories.cropping2d({ cropping: [1, [2, 3]], dataFormat: "channelsFirst" }),
  cropping3d: factories.cropping3d(),
  cutMix: factories.cutMix({ factor: [0.5, 1] }),
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
  depthwiseConv1d: factories.depthwiseConv1d({ kernelSize: 3, padding: "same", depthwiseConstraint: "maxNorm" }),
  depthwiseConv2d: factories.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, depthwiseInitializer: "heNormal" }),
  discretization: factories.discretization({ numBins: 3, outputMode: "oneHot" }).adapt([1, 2, 3, 4, 5, 6]),
  dot: factories.dot({ axes: [1, 1], normalize: true }),
  dropout: factories.dropout({ rate: 0.5, noiseShape: [null, 1] }),
  elu: factories.elu({ alpha: 0.5 }),
  embedding: factories.embedding({ inputDim: 5, outputDim: 3, maskZero: true, loraRank: 2, embeddingsRegularizer: "l2" }),
  equalization: factories.equalization({ bins: 16 }),
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
  groupQueryAttention: factories.groupQueryAttention({ headDim: 4, numQueryHeads: 4, numKeyValueHeads: 2, rotary: true, slidingWindow: 3 }),
  gru: factories.gru({ units: 3, resetAfter: false, stateful: true, recurrentInitializer: "glorotUniform" }),
  identity: factories.identity(),
  inputLayer: factories.inputLayer({ shape: [3], name: "x" }),
  integerLookup: factories.integerLookup({ numOovIndices: 2, maskToken: 0, outputMode: "tfIdf" }).adapt([
    [3, 4],
    [4, 4],
  ]),
  lambda: factories.lambda({ function: serializable("square", square) }),
  layerNormalization: factories.layerNormalization({ axis: [1, 2], epsilon: 0.01, center: false }),
  leakyRelu: factories.leakyRelu({ negativeSlope: 0.1 }),
  lstm: factories.lstm({ units: 3, goBackwards: true, unitForgetBias: false, recurrentRegularizer: "l2", dropout: 0.1 }),
  maxPooling1d: factories.maxPooling1d({ padding: "same" }),
  maxPooling2d: factories.maxPooling2d({ poolSize: [3, 2], strides: 2 }),
  maxPooling3d: factories.maxPooling3d(),
  masking: factories.masking({ maskValue: -1 }),
  maximum: factories.maximum(),
  minimum: factories.minimum(),
  mixUp: factories.mixUp({ alpha: 0.4, seed: 1 }),
  multiHeadAttention: factories.multiHeadAttention({
    numHeads: 2,
    keyDim: 4,
    valueDim: 4,
    outputShape: [2, 3],
    causal: true,
    rotary: { maxWavelength: 100 },
  }),
  multiply: factories.multiply(),
  normalization: factories.normalization({ axis: null, invert: true }).adapt([1, 2, 4]),
  permute: factories.permute({ dims: [2, 1] }),
  pipeline: factories.pipeline({ layers: [factories.randomFlip(), factories.dense({ units: 2, kernelRegularizer: "l2" })] }),
  positionEmbedding: factories.positionEmbedding({ sequenceLength: 7, initializer: "zeros" }),
  prelu: factories.prelu({ sharedAxes: [1], alphaInitializer: "heNormal" }),
  randAugment: factories.randAugment({ numOps: 1, factor: [0.1, 0.2] }),
  randomBrightness: factories.randomBrightness({ factor: 0.2 }),
  randomColorDegeneration: factories.randomColorDegeneration({ factor: 0.5 }),
  randomColorJitter: factories.randomColorJitter({ brightnessFactor: 0.1, hueFactor: [0.1, 0.2] }),
  randomContrast: factories.randomContrast({ factor: [0.1, 0.3] }),
  randomCrop: factories.randomCrop({ height: 2, width: 2, seed: 4 }),
  randomElasticTransform: factories.randomElasticTransform({ factor: 0.5, fillMode: "nearest" }),
  randomErasing: factories.randomErasing({ fillValue: [1, 2, 3] }),
  randomFlip: factories.randomFlip({ mode: "horizontal" }),
  randomGaussianBlur: factories.randomGaussianBlur({ kernelSize: [3, 5], sigma: 0.5 }),
  randomGrayscale: factories.randomGrayscale({ factor: 0.25 }),
  randomHue: factories.randomHue({ factor: 0.1 }),
  randomInvert: factories.randomInvert({ factor: 0.5 }),
  randomPerspective: factories.randomPerspective({ scale: 0.5 }),
  randomPosterization: factories.randomPosterization({ factor: [3, 5] }),
  randomRotation: factories.randomRotation({ factor: 0.1, fillMode: "constant", fillValue: 3, interpolation: "nearest" }),
  randomSaturation: factories.randomSaturation({ factor: [0.4, 0.6] }),
  randomSharpness: factories.randomSharpness({ factor: 0.5 }),
  randomShear: factories.randomShear({ xFactor: 0.1 }),
  randomTranslation: factories.randomTranslation({ heightFactor: 0.1, widthFactor: [0, 0.2] }),
  randomZoom: factories.randomZoom({ heightFactor: [-0.2, 0] }),
  relu: factories.relu({ maxValue: 6, threshold: 0.5 }),
  repeatVector: factories.repeatVector({ n: 3 }),
  rescaling: factories.rescaling({ scale: [1, 2], offset: -1 }),
  reshape: factories.reshape({ targetShape: [-1, 2] }),
  resizing: factories.resizing({ height: 3, width: 4, interpolation: "lanczos3", antialias: true }),
  reversibleEmbedding: factories.reversibleEmbedding({ inputDim: 5, outputDim: 3, tieWeights: false, logitSoftCap: 30 }),
  rmsNormalization: factories.rmsNormalization({ epsilon: 0.1 }),
  rotaryEmbedding: factories.rotaryEmbedding({ ropeType: "yarn", scalingFactor: 4, sequenceAxis: 2 }),
  rnn: factories.rnn({ cell: [lstmCell({ units: 3 }), gruCell({ units: 2, kernelConstraint: "maxNorm" })], unroll: true }),
  separableConv1d: factories.separableConv1d({ filters: 2, kernelSize: 3, pointwiseRegularizer: "l1" }),
  separableConv2d: factories.separableConv2d({ filters: 2, kernelSize: [1, 3], depthMultiplier: 2, dataFormat: "channelsFirst" }),
  sinePositionEncoding: factories.sinePositionEncoding({ maxWavelength: 100 }),
  simpleRnn: factories.simpleRnn({ units: 3, activation: "relu", zeroOutputForMask: true }),
  softmax: factories.softmax({ axis: [1, 2] }),
  solarization: factories.solarization({ thresholdFactor: 0.5 }),
  spatialDropout1d: factories.spatialDropout1d({ rate: 0.1 }),
  spatialDropout2d: factories.spatialDropout2d({ rate: 0.2, dataFormat: "channelsFirst" }),
  spatialDropout3d: factories.spatialDropout3d({ rate: 0.3, seed: 4 }),
  subtract: factories.subtract(),
  tokenAndPositionEmbedding: factories.tokenAndPositionEmbedding({ vocabularySize: 5, sequenceLength: 4, embeddingDim: 3, maskZero: true }),
  timeDistributed: factories.timeDistributed({ layer: factories.dense({ units: 2, activation: "relu" }) }),
  transformerDecoder: factories.transformerDecoder({ intermediateDim: 8, numHeads: 2, causal: false, kernelInitializer: "heNormal" }),
  transformerEncoder: factories.transformerEncoder({
    intermediateDim: 8,
    numHeads: 2,
    normalizeFirst: true,
    activation: "gelu",
    rotary: { scalingFactor: 2 },
  }),
  unitNormalization: factories.unitNormalization({ axis: 1 }),
  upSampling1d: factories.upSampling1d({ size: 3 }),
  upSampling2d: factories.upSampling2d({ size: [1, 2], interpolation: "bilinear" }),
  upSampling3d: factories.upSampling3d({ dataFormat: "channelsFirst" }),
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
