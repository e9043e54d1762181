import type { Layer } from "@tidu/layers";
import { conv2d, dense, flatten, maxPooling2d } from "@tidu/layers";
import { sequential } from "@tidu/models";
import { images } from "../workload.ts";
import type { Workload } from "../workload.ts";

const block = (filters: number, inputShape?: readonly number[]): readonly Layer[] => [
  conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu", inputShape }),
  conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu" }),
  maxPooling2d({ poolSize: 2 }),
];

export const cnnDeep: Workload = {
  id: "cnn-deep",
  about:
    "32×32×3 → [conv 32 3×3 same relu ×2, max pool 2] → [conv 64 3×3 same relu ×2, max pool 2] → dense 256 relu → dense 10, Adam, batch 64",
  batchSize: 64,
  steps: 10,
  data: (rows) => images(rows, [32, 32, 3]),
  tidu: (backend) =>
    sequential(
      [
        ...block(32, [32, 32, 3]),
        ...block(64),
        flatten(),
        dense({ units: 256, activation: "relu" }),
        dense({ units: 10, activation: "softmax" }),
      ],
      {
        backend,
      },
    ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" }),
  without: ["tidu tfjs cpu", "tfjs-layers cpu", "tfjs-layers wasm"],
  targets: [
    { system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.8 },
    { system: "tidu onnxruntime-node", against: "PyTorch fused compiled", atMost: 1 },
    { system: "tidu onnxruntime-node", against: "PyTorch", peakAtMost: 1.25 },
  ],
};
