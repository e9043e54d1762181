import { dense } from "@tidu/layers";
import { sequential } from "@tidu/models";
import { sgd } from "@tidu/optimizers";
import { tfjsTargets } from "../workload.ts";
import type { Workload } from "../workload.ts";

export const xor: Workload = {
  id: "xor",
  about: "2 → dense 8 tanh → dense 1 sigmoid, binary cross-entropy, SGD 0.1, batch 4",
  batchSize: 4,
  steps: 2000,
  data: (rows) => ({
    x: {
      dtype: "float32",
      shape: [rows, 2],
      data: Float32Array.from({ length: rows * 2 }, (_, i) => [0, 0, 0, 1, 1, 0, 1, 1][i % 8] ?? 0),
    },
    y: { dtype: "float32", shape: [rows, 1], data: Float32Array.from({ length: rows }, (_, i) => [0, 1, 1, 0][i % 4] ?? 0) },
  }),
  tidu: (backend) =>
    sequential([dense({ units: 8, activation: "tanh", inputShape: [2] }), dense({ units: 1, activation: "sigmoid" })], {
      backend,
    }).compile({ optimizer: sgd({ learningRate: 0.1 }), loss: "binaryCrossentropy" }),
  tfjsLayers: (tf) => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 8, activation: "tanh", inputShape: [2] }), tf.layers.dense({ units: 1, activation: "sigmoid" })],
    });
    model.compile({ optimizer: tf.sgd(0.1), loss: "binaryCrossentropy" });
    return model;
  },
  targets: [{ system: "tidu onnxruntime-node", atMostMs: 0.025 }, ...tfjsTargets],
  memory: "always",
};
