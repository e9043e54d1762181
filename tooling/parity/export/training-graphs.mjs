import { evaluate, flatten, randomKey, scan, specsOf, trace, valueAndGrad } from "../../../packages/core-tensor/dist/index.js";
import * as layers from "../../../packages/layers/dist/index.js";
import { functional, losses, sequential } from "../../../packages/models/dist/index.js";
import { adam, applyUpdates, cosineDecay } from "../../../packages/optimizers/dist/index.js";
import { randomValues } from "../../../packages/testing/dist/index.js";
import { gradientTolerance } from "./onnx-files.mjs";
import { recorder } from "./recorder.mjs";

const { dense, input } = layers;

/** Training as files: a step and a loop of steps written with core functions, and what `fit` and `evaluate` compile for a large model. */
export async function trainingFiles(files, engine) {
  await plainSteps(files);
  await everythingInFit(files, engine);
  await imagesInFit(files, engine);
}

const hidden = dense({ units: 6, activation: "tanh" });
const last = dense({ units: 1 });
const optimizer = adam({ learningRate: cosineDecay({ initialLearningRate: 0.05, decaySteps: 20 }) });

/** One step: weights, optimizer state and a batch in, new ones and the loss out. */
function step({ weights, state }, x, y) {
  const loss = (weights) => {
    const [h] = last.apply(weights.last, hidden.apply(weights.hidden, x)[0]);
    return h.sub(y).square().mean();
  };
  const [value, gradient] = valueAndGrad(loss)(weights);
  const [updates, next] = optimizer.update(gradient, state, weights);
  return [{ weights: applyUpdates(weights, updates), state: next }, value];
}

async function plainSteps(files) {
  const weights = {
    hidden: hidden.init(randomKey(1), [{ shape: [1, 4], dtype: "float32" }]),
    last: last.init(randomKey(2), [{ shape: [1, 6], dtype: "float32" }]),
  };
  const carry = { weights, state: optimizer.init(weights) };
  const start = await Promise.all(flatten(carry).leaves.map((leaf) => leaf.value()));
  const specs = specsOf(carry);

  const one = trace(step, [specs, { shape: ["batch", 4] }, { shape: ["batch", 1] }], ["carry", "x", "y"]);
  const runs = [3, 8].map((rows) => run(one, [...start, randomValues([rows, 4], 1), randomValues([rows, 1], 2)]));
  await files.addGraph({ group: "training steps", tolerance: gradientTolerance, name: "one step", graph: one, runs });

  const batches = [{ shape: ["steps", "batch", 4] }, { shape: ["steps", "batch", 1] }];
  const many = trace(
    (carry, x, y) => scan((state, batch) => step(state, batch.x, batch.y), carry, { x, y }),
    [specs, ...batches],
    ["carry", "x", "y"],
  );
  const loops = [1, 5].map((count) => run(many, [...start, randomValues([count, 4, 4], 1), randomValues([count, 4, 1], 2)]));
  await files.addGraph({ group: "training steps", tolerance: gradientTolerance, name: "a loop of steps", graph: many, runs: loops });
}

const run = (graph, inputs) => ({ inputs, outputs: evaluate(graph, inputs) });

/** Two outputs, every kind of layer that differs in training, penalties, constraints, weights of samples, a last smaller batch. */
async function everythingInFit(files, engine) {
  const { backend, recordings } = recorder(engine);
  const x = input({ shape: [5], name: "x" });
  const first = dense({
    units: 8,
    useBias: false,
    kernelRegularizer: { kind: "l1l2", options: { l1: 0.01, l2: 0.02 } },
    kernelConstraint: "nonNeg",
  })(layers.gaussianNoise({ stddev: 0.1 })(x));
  const middle = layers.dropout({ rate: 0.3 })(layers.activation({ activation: "gelu" })(layers.batchNormalization()(first)));
  const number = dense({ units: 1, name: "number", biasConstraint: { kind: "maxNorm", options: { maxValue: 0.5 } } })(
    layers.layerNormalization()(middle),
  );
  const kind = dense({ units: 3, activation: "softmax", name: "kind" })(
    layers.activityRegularization({ l2: 0.01 })(layers.gaussianDropout({ rate: 0.1 })(middle)),
  );
  const model = functional({ inputs: x, outputs: [number, kind], backend, seed: 9 });
  model.compile({
    optimizer: adam({ learningRate: 0.01, useEma: true, clipNorm: 1 }),
    loss: { number: losses.huber({ delta: 0.5 }), kind: "sparseCategoricalCrossentropy" },
    lossWeights: { number: 0.5, kind: 1 },
    metrics: { number: ["meanAbsoluteError"], kind: ["accuracy", "sparseTopKCategoricalAccuracy"] },
  });
  const rows = 21;
  const y = { number: randomValues([rows, 1], 2), kind: Int32Array.from({ length: rows }, (_, i) => i % 3) };
  const sampleWeight = Float32Array.from({ length: rows }, (_, i) => 1 + (i % 2));
  await model.fit(randomValues([rows, 5], 1), y, { sampleWeight, batchSize: 8, epochs: 2, validationSplit: 0.2, verbose: 0 });
  await files.addRecordings(recordings, { group: "training steps", tolerance: gradientTolerance, name: "a model with two outputs" });
  await model.dispose();
}

/** Convolutions of every kind, statistics of batches and dropped channels in training steps. */
async function imagesInFit(files, engine) {
  const { backend, recordings } = recorder(engine);
  const model = sequential(
    [
      layers.conv2d({ filters: 6, kernelSize: 3, padding: "same", useBias: false, inputShape: [9, 8, 2] }),
      layers.batchNormalization({ momentum: 0.8 }),
      layers.activation({ activation: "relu" }),
      layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }),
      layers.spatialDropout2d({ rate: 0.2 }),
      layers.separableConv2d({ filters: 4, kernelSize: 3, strides: 2, padding: "same" }),
      layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: "same", activation: "tanh" }),
      layers.globalAveragePooling2d(),
      dense({ units: 3, activation: "softmax" }),
    ],
    { backend, seed: 4 },
  ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  const rows = 14;
  const y = Int32Array.from({ length: rows }, (_, i) => i % 3);
  await model.fit(randomValues([rows, 9, 8, 2], 1), y, { batchSize: 4, epochs: 2, validationSplit: 0.2, verbose: 0 });
  await files.addRecordings(recordings, { group: "training steps", tolerance: gradientTolerance, name: "a model of images" });
  await model.dispose();
}
