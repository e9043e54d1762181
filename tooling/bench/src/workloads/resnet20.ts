import { resNet20 } from "@tidu/applications";
import { sgd } from "@tidu/optimizers";
import { images } from "../workload.ts";
import type { Workload } from "../workload.ts";

export const resnet20: Workload = {
  id: "resnet20",
  about: "ResNet-20 for 32×32×3 with batch norm (He et al. 2015, section 4.2), SGD with momentum, batch 64",
  batchSize: 64,
  steps: 10,
  data: (rows) => images(rows, [32, 32, 3]),
  tidu: (backend) =>
    resNet20({ classes: 10, backend }).compile({
      optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }),
      loss: "sparseCategoricalCrossentropy",
    }),
  without: ["tidu tfjs cpu", "tfjs-layers cpu", "tfjs-layers wasm"],
  targets: [
    { system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.95 },
    { system: "tidu onnxruntime-node", against: "PyTorch fused compiled", atMost: 1 },
    { system: "tidu onnxruntime-node", against: "PyTorch", peakAtMost: 1.25 },
  ],
};
