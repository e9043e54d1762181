import { dense } from "@tidu/layers";
import { sequential } from "@tidu/models";
import { tfjsTargets, uniform } from "../workload.ts";
import type { Workload } from "../workload.ts";

export const mlp: Workload = {
  id: "mlp",
  about: "784 → dense 512 relu → dense 512 relu → dense 10, softmax cross-entropy, Adam, batch 128",
  batchSize: 128,
  steps: 25,
  data: (rows) => ({
    x: { dtype: "float32", shape: [rows, 784], data: uniform(rows * 784) },
    y: { dtype: "int32", shape: [rows], data: Int32Array.from({ length: rows }, (_, i) => i % 10) },
  }),
  tidu: (backend) =>
    sequential(
      [
        dense({ units: 512, activation: "relu", inputShape: [784] }),
        dense({ units: 512, activation: "relu" }),
        dense({ units: 10, activation: "softmax" }),
      ],
      { backend },
    ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" }),
  tfjsLayers: (tf) => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 512, activation: "relu", inputShape: [784] }),
        tf.layers.dense({ units: 512, activation: "relu" }),
        tf.layers.dense({ units: 10, activation: "softmax" }),
      ],
    });
    model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
    return model;
  },
  targets: [
    { system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.6 },
    { system: "tidu onnxruntime-node", against: "PyTorch fused compiled", atMost: 1.2 },
    { system: "tidu onnxruntime-node", against: "tfjs-layers cpu", fasterBy: 200 },
    { system: "tidu onnxruntime-node", against: "tfjs-layers wasm", fasterBy: 25 },
    ...tfjsTargets,
  ],
  compileWithin: 300,
  memory: "full",
};
