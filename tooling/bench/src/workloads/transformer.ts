import { add, dense, globalAveragePooling1d, input, layerNormalization, multiHeadAttention, tokenAndPositionEmbedding } from "@tidu/layers";
import type { Symbolic } from "@tidu/layers";
import { functional } from "@tidu/models";
import { ids, sequenceTargets } from "../workload.ts";
import type { Workload } from "../workload.ts";

const words = 10_000;
const batchSize = 32;
const steps = 64;
const features = 128;

/** Attention, then two dense layers, each added to what came in and normalised behind it (Vaswani et al. 2017). */
const encoderBlock = (x: Symbolic): Symbolic => {
  const attended = layerNormalization()(add()([x, multiHeadAttention({ numHeads: 4, keyDim: features / 4 })(x)]));
  const hidden = dense({ units: 512, activation: "relu" })(attended);
  return layerNormalization()(add()([attended, dense({ units: features })(hidden)]));
};

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
  tidu: (backend) => {
    const inputs = input({ shape: [steps], dtype: "int32" });
    const embedded = tokenAndPositionEmbedding({ vocabularySize: words, sequenceLength: steps, embeddingDim: features })(inputs);
    const encoded = encoderBlock(encoderBlock(embedded));
    const outputs = dense({ units: 2, activation: "softmax" })(globalAveragePooling1d()(encoded));
    return functional({ inputs, outputs, backend }).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  },
  without: ["tidu tfjs cpu", "tfjs-layers cpu"],
  targets: sequenceTargets(0.8),
};
