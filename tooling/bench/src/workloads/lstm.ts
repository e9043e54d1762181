import { dense, embedding, lstm } from "@tidu/layers";
import { sequential } from "@tidu/models";
import { ids, sequenceTargets } from "../workload.ts";
import type { Workload } from "../workload.ts";

const words = 20_000;
const batchSize = 32;

const lstmOver = (steps: number, againstTorch: number): Workload => ({
  id: `lstm-${steps}`,
  about: `ids [32, ${steps}] below 20,000 → embedding 100 → LSTM 100 → dense 1, binary cross-entropy, Adam, batch 32`,
  batchSize,
  steps: 20,
  tokens: batchSize * steps,
  data: (rows) => ({
    x: ids([rows, steps], words),
    y: { dtype: "float32", shape: [rows, 1], data: Float32Array.from({ length: rows }, (_, i) => i % 2) },
  }),
  tidu: (backend) => lstmNetwork(steps, backend),
  tfjsLayers: (tf) => {
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: words, outputDim: 100, inputLength: steps }),
        // Its default, orthogonal, calls chained methods, which are absent beside modular imports.
        tf.layers.lstm({ units: 100, recurrentInitializer: "glorotUniform" }),
        tf.layers.dense({ units: 1, activation: "sigmoid" }),
      ],
    });
    model.compile({ optimizer: "adam", loss: "binaryCrossentropy" });
    return model;
  },
  without: ["tidu tfjs cpu", "tfjs-layers cpu"],
  targets: sequenceTargets(againstTorch),
});

export const lstm80 = lstmOver(80, 0.95);
export const lstm200 = lstmOver(200, 0.8);

/** The network over sequences of a length, compiled. */
export const lstmNetwork = (steps: number, backend: Parameters<Workload["tidu"]>[0]) =>
  sequential(
    [embedding({ inputDim: words, outputDim: 100, inputShape: [steps] }), lstm({ units: 100 }), dense({ units: 1, activation: "sigmoid" })],
    { backend },
  ).compile({ optimizer: "adam", loss: "binaryCrossentropy" });
