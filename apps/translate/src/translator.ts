import { functional, input, layers, losses, optimizers, schedules } from "tidu";
import type { Layer, Model, ModelOptions } from "tidu";

export interface TranslatorSize {
  /** Words of each language, special ids included. */
  readonly englishWords: number;
  readonly veldariWords: number;
  /** The longest sentence, in ids. */
  readonly longest: number;
  /** Numbers for each word. Default: 128. */
  readonly width?: number;
}

/**
 * An encoder-decoder transformer (Vaswani et al. 2017, with normalization first): the encoder reads the English sentence, the decoder
 * gives for every word of the Veldari sentence scores of the word that follows it.
 */
export function translator({ englishWords, veldariWords, longest, width = 128 }: TranslatorSize, options: ModelOptions = {}): Model {
  const block = { numHeads: 4, intermediateDim: 2 * width, normalizeFirst: true };
  const words = (vocabularySize: number): Layer =>
    layers.tokenAndPositionEmbedding({ vocabularySize, sequenceLength: longest, embeddingDim: width, maskZero: true });

  const english = input({ name: "english", shape: ["englishTime"], dtype: "int32" });
  let read = words(englishWords)(english);
  for (let i = 0; i < 2; i++) read = layers.transformerEncoder(block)(read);
  read = layers.layerNormalization()(read);

  const veldari = input({ name: "veldari", shape: ["veldariTime"], dtype: "int32" });
  let said = words(veldariWords)(veldari);
  for (let i = 0; i < 2; i++) said = layers.transformerDecoder(block)([said, read]);
  const scores = layers.dense({ units: veldariWords })(layers.layerNormalization()(said));

  return functional({ inputs: [english, veldari], outputs: scores, name: "translator", ...options });
}

/** Compiled for teacher forcing: every word is learned from the right words before it. The rate rises for 200 steps, then falls to 0. */
export function compileTranslator(model: Model, steps: number): Model {
  const rate = schedules.cosineDecay({
    initialLearningRate: 0,
    warmupTarget: 0.002,
    warmupSteps: Math.min(200, Math.ceil(steps / 10)),
    decaySteps: steps,
  });
  model.compile({
    optimizer: optimizers.adam({ learningRate: rate, beta2: 0.98 }),
    loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ["accuracy"],
  });
  return model;
}
