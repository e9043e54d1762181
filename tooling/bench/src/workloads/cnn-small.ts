import type { Backend } from "@tidu/core-tensor";
import { conv2d, dense, flatten, maxPooling2d } from "@tidu/layers";
import { sequential } from "@tidu/models";
import type { Model } from "@tidu/models";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { images, tfjsTargets } from "../workload.ts";
import type { TfjsLayers, Workload } from "../workload.ts";

const about = "28×28×1 → conv 32 3×3 relu → max pool 2 → flatten → dense 128 relu → dense 10";

export const cnnSmall: Workload = {
  id: "cnn-small",
  about: `${about}, softmax cross-entropy, Adam, batch 128`,
  batchSize: 128,
  steps: 25,
  data: (rows) => images(rows, [28, 28, 1]),
  tidu: network,
  tfjsLayers: tfjsNetwork,
  targets: [
    { system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.6 },
    { system: "tidu onnxruntime-node", against: "PyTorch fused compiled", atMost: 1 },
    { system: "tidu onnxruntime-node", against: "tfjs-layers cpu", fasterBy: 300 },
    { system: "tidu tfjs wasm", against: "tfjs-layers cpu", fasterBy: 30 },
    ...tfjsTargets.filter(({ system }) => system === "tidu tfjs cpu"), // tfjs-layers does not train it on wasm
  ],
};

const prediction = (batchSize: number, atMost: number): Workload => ({
  id: `infer-${batchSize}`,
  about: `${about} softmax, forward only, batch ${batchSize}`,
  batchSize,
  steps: batchSize === 1 ? 200 : 20,
  predict: true,
  data: (rows) => images(rows, [28, 28, 1]),
  tidu: network,
  tfjsLayers: tfjsNetwork,
  targets: [
    { system: "tidu onnxruntime-node", against: "PyTorch", atMost },
    { system: "tidu onnxruntime-node", against: "PyTorch fused compiled", atMost: 1 },
  ],
});

export const infer1 = prediction(1, 0.7);
export const infer256 = prediction(256, 0.35);

function network(backend: Backend): Model {
  return sequential(
    [
      conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 128, activation: "relu" }),
      dense({ units: 10, activation: "softmax" }),
    ],
    { backend },
  ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
}

function tfjsNetwork(tf: TfjsLayers): LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 128, activation: "relu" }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  return model;
}
