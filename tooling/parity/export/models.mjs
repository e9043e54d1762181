import { evaluate, interpreterBackend, oneHot, sizeOfShape, trace } from "../../../packages/core-tensor/dist/index.js";
import { runOnnx } from "../../../packages/backend-onnxruntime/dist/index.js";
import { iris } from "../../../packages/datasets/dist/index.js";
import { fromBytes, functional, sequential } from "../../../packages/models/dist/index.js";
import * as layers from "../../../packages/layers/dist/index.js";
import { randomValues } from "../../../packages/testing/dist/index.js";

const { dense, input } = layers;
const rows = [1, 7];

/** Models of all kinds through `export`, with the predictions of the reference interpreter. Some are trained by `engine` before. */
export async function modelFiles(files, engine) {
  const backend = interpreterBackend();
  for (const [name, make] of Object.entries(untrained)) await exported(files, name, make({ backend, seed: 3 }));
  for (const [name, model] of Object.entries(await trained(engine))) {
    await exported(files, name, fromBytes(await model.toBytes(), { backend }));
    await model.dispose();
  }
  await numbersBeside(files);
}

/** A file whose numbers stand in a second one, as they do above 1 GB. */
async function numbersBeside(files) {
  const graph = trace((x, w) => x.matmul(w).tanh(), [{ shape: ["batch", 4] }, { shape: [4, 300] }], ["x", "w"]);
  const [x, w] = [randomValues([3, 4], 1), randomValues([4, 300], 2)];
  const runs = [{ inputs: [x], outputs: evaluate(graph, [x, w]) }];
  await files.addGraph({
    group: "model: numbers in a second file",
    name: "matmul",
    graph,
    constants: new Map([[1, w]]),
    runs,
    threshold: 0,
  });
}

async function exported(files, name, model) {
  await model.export(files.nextPath(), { verifyWith: runOnnx, metadata: { author: "parity" } });
  const runs = [];
  for (const count of rows) {
    const inputs = Object.fromEntries(model.network.inputs.map(({ name: key, spec }, i) => [key, values(spec, count, i)]));
    const outputs = await model.predictOutputs(inputs);
    const numbers = await Promise.all(Object.entries(outputs).map(async ([key, output]) => [key, await output.value()]));
    runs.push({ inputs, outputs: Object.fromEntries(numbers) });
  }
  await files.note({ group: `model: ${name}`, name, runs });
  await model.dispose();
}

/** Numbers for one input, free sizes 4; class ids from 0 to 2 where it takes integers. */
function values({ dtype, shape: [, ...sizes] }, count, seed) {
  const numbers = randomValues([count, ...sizes.map((size) => (typeof size === "number" ? size : 4))], seed);
  if (dtype === "float32") return numbers;
  return { dtype, shape: numbers.shape, data: Int32Array.from({ length: sizeOfShape(numbers.shape) }, (_, i) => i % 3) };
}

const untrained = {
  "a dense layer with every activation": (options) => {
    const x = input({ shape: [5], name: "x" });
    const outputs = Object.keys(layers.activations.functions).map((name) => dense({ units: 6, activation: activation(name), name })(x));
    return functional({ inputs: x, outputs, ...options });
  },
  "activation layers": (options) => {
    const x = input({ shape: [3, 4], name: "x" });
    const outputs = [
      layers.activation({ activation: "tanh" }),
      layers.elu({ alpha: 0.5 }),
      layers.leakyRelu(),
      layers.prelu({ alphaInitializer: { kind: "constant", options: { value: 0.2 } } }),
      layers.relu({ maxValue: 0.5, negativeSlope: 0.1 }),
      layers.softmax({ axis: 1 }),
    ];
    return functional({ inputs: x, outputs: outputs.map((layer) => layer(x)), ...options });
  },
  "two inputs, two outputs and a shared layer": (options) => {
    const [left, right] = [input({ shape: [4], name: "left" }), input({ shape: [4], name: "right" })];
    const shared = dense({ units: 5, activation: "tanh", name: "shared" });
    const [a, b] = [shared(left), shared(right)];
    const distance = dense({ units: 1, activation: "sigmoid", name: "same" })(layers.subtract()([a, b]));
    const kind = dense({ units: 3, activation: "softmax", name: "kind" })(layers.concatenate()([a, b, left]));
    return functional({ inputs: [left, right], outputs: [distance, kind], ...options });
  },
  "merging layers": (options) => {
    const [a, b] = [input({ shape: [2, 3], name: "a" }), input({ shape: [2, 3], name: "b" })];
    const merging = [
      layers.add(),
      layers.average(),
      layers.concatenate(),
      layers.maximum(),
      layers.minimum(),
      layers.multiply(),
      layers.subtract(),
      layers.dot({ axes: [1, 1] }),
      layers.dot({ axes: 2, normalize: true }),
    ];
    const outputs = merging.map((layer) => layer([a, b]));
    return functional({ inputs: [a, b], outputs, ...options });
  },
  "normalization layers": (options) =>
    sequential(
      [
        dense({ units: 6, inputShape: [4, 3] }),
        layers.batchNormalization(),
        layers.layerNormalization(),
        layers.groupNormalization({ groups: 3 }),
        layers.rmsNormalization(),
        layers.unitNormalization(),
      ],
      options,
    ),
  "layers that act in training only": (options) =>
    sequential(
      [
        layers.gaussianNoise({ stddev: 0.5, inputShape: [6] }),
        dense({ units: 8, activation: "selu", kernelInitializer: "lecunNormal" }),
        layers.alphaDropout({ rate: 0.3 }),
        layers.dropout({ rate: 0.5 }),
        layers.gaussianDropout({ rate: 0.2 }),
        layers.activityRegularization({ l2: 0.1 }),
        dense({ units: 2 }),
      ],
      options,
    ),
  "layers of images that act in training only": (options) =>
    sequential(
      [
        layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [6, 7, 2] }),
        layers.spatialDropout2d({ rate: 0.3 }),
        layers.reshape({ targetShape: [2, 2, 5, 4] }),
        layers.spatialDropout3d({ rate: 0.3 }),
        layers.reshape({ targetShape: [-1, 4] }),
        layers.spatialDropout1d({ rate: 0.3 }),
        layers.globalAveragePooling1d(),
      ],
      options,
    ),
  "images of free size": (options) => {
    const image = input({ shape: ["height", "width", 3], name: "image" });
    const normalized = layers.batchNormalization()(layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", useBias: false })(image));
    const small = layers.maxPooling2d()(layers.activation({ activation: "relu" })(normalized));
    const large = layers.upSampling2d()(layers.depthwiseConv2d({ kernelSize: 3, padding: "same" })(small));
    const [mean, most] = [layers.globalAveragePooling2d()(small), layers.globalMaxPooling2d({ keepDims: true })(large)];
    return functional({ inputs: image, outputs: [mean, most, layers.zeroPadding2d()(large)], ...options });
  },
  "rescaling and normalization": (options) =>
    sequential(
      [
        layers.rescaling({ scale: 2, offset: -1, inputShape: [3] }),
        layers.normalization().adapt(randomValues([20, 3], 8)),
        dense({ units: 2 }),
      ],
      options,
    ),
  "reshaping layers": (options) =>
    sequential(
      [
        layers.flatten({ inputShape: [2, 3, 2] }),
        layers.repeatVector({ n: 4 }),
        layers.permute({ dims: [2, 1] }),
        layers.reshape({ targetShape: [-1, 6] }),
        layers.identity(),
        dense({ units: 3 }),
      ],
      options,
    ),
  "integers and a function of one's own": (options) => {
    const label = input({ shape: [], name: "label", dtype: "int32" });
    const encoded = layers.lambda({ function: (x) => oneHot(x, 3) })(label);
    return functional({ inputs: label, outputs: dense({ units: 4, activation: "silu" })(encoded), ...options });
  },
  "a size that stays free": (options) => {
    const words = input({ shape: ["words", 4], name: "words" });
    const scores = dense({ units: 5, activation: "softmax" })(layers.layerNormalization()(words));
    return functional({ inputs: words, outputs: layers.lambda({ function: (x) => x.mean({ axis: 1 }) })(scores), ...options });
  },
};

/** `threshold` has no values of its own. */
const activation = (name) => (name === "threshold" ? { kind: name, options: { threshold: 0.2, defaultValue: -1 } } : name);

async function trained(engine) {
  const { x, y } = iris();
  const classifier = sequential(
    [
      layers.normalization({ inputShape: [4] }).adapt(x),
      dense({ units: 8, activation: "relu" }),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.2 }),
      dense({ units: 3, activation: "softmax" }),
    ],
    { backend: engine, seed: 1 },
  ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await classifier.fit(x, y, { epochs: 5, batchSize: 16, verbose: 0 });
  return { "a classifier after training": classifier };
}
