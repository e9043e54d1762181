import { dense, globalAveragePooling1d, tokenAndPositionEmbedding, transformerEncoder } from "@tidu/layers";
import { sequential } from "@tidu/models";
import { ids, sequenceTargets } from "../workload.ts";
import type { Workload } from "../workload.ts";

const words = 10_000;
const batchSize = 32;
const steps = 64;

export const transformer: Workload = {
  id: "transformer",
  about: "ids [32, 64] below 10,000 → embedding 128 + positions → 2 encoder blocks → mean over time → dense 2, softmax cross-entropy, Adam",
  batchSize,
  steps: 20,
  tokens: batchSize * steps,
  data: (rows) => ({
    x: ids([rows, steps], words),
    y: { dtype: "int32", shape: [rows], data: Int32Array.from({ length: rows }, (_, i) => i % 2) },
  }),
  tidu: (backend) =>
    sequential(
      [
        tokenAndPositionEmbedding({ vocabularySize: words, sequenceLength: steps, embeddingDim: 128, inputShape: [steps] }),
        transformerEncoder({ intermediateDim: 512, numHeads: 4 }), // relu, normalised behind each part
        transformerEncoder({ intermediateDim: 512, numHeads: 4 }),
        globalAveragePooling1d(),
        dense({ units: 2, activation: "softmax" }),
      ],
      { backend },
    ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" }),
  without: ["tidu tfjs cpu", "tfjs-layers cpu"],
  targets: sequenceTargets(0.8),
};
