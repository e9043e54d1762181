import { functional, initializers, input, layers, sequential } from "tidu";
import type { Layer, Model, ModelOptions } from "tidu";

export const networkNames = ["transformer", "lstm"] as const;
export type NetworkName = (typeof networkNames)[number];

export interface NetworkSize {
  /** How many characters there are. */
  readonly characters: number;
  /** Blocks of the transformer, or layers of the LSTM. */
  readonly depth: number;
  /** Numbers for each character, and units of the LSTM. */
  readonly width: number;
}

/** A network that gives scores for the next character, after each of a text. */
export const networks: Readonly<Record<NetworkName, (size: NetworkSize, options?: ModelOptions) => Model>> = {
  /** Decoder blocks with normalization first (GPT-2, Radford et al. 2019), positions as rotations (Su et al. 2021). */
  transformer: ({ characters, depth, width }, options) => {
    const ids = input({ shape: ["time"], dtype: "int32" });
    let x = characterVectors(characters, width)(ids);
    for (let i = 0; i < depth; i++) {
      x = layers.transformerDecoder({ numHeads: 4, intermediateDim: 4 * width, activation: "gelu", normalizeFirst: true, rotary: true })(x);
    }
    const scores = layers.dense({ units: characters })(layers.layerNormalization()(x));
    return functional({ inputs: ids, outputs: scores, name: "transformer", ...options });
  },
  /** What Karpathy's essay used (2015): a memory that is read and written at each character. */
  lstm: ({ characters, depth, width }, options) =>
    sequential(
      [
        characterVectors(characters, 64),
        ...Array.from({ length: depth }, () => layers.lstm({ units: width, returnSequences: true })),
        layers.dense({ units: characters }),
      ],
      { name: "lstm", ...options },
    ),
};

/** A learned vector for each character. Those that start far from 0 are told apart from the first step on. */
const characterVectors = (characters: number, width: number): Layer =>
  layers.embedding({
    inputDim: characters,
    outputDim: width,
    embeddingsInitializer: initializers.randomNormal({ stddev: 1 }),
    inputShape: ["time"],
  });
