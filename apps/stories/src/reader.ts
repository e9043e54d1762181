import { functional, initializers, input, layers, optimizers, schedules } from "tidu";
import type { Model, ModelOptions } from "tidu";
import { mostWords } from "./encode.ts";
import { answers, mostSentences } from "./story.ts";

export interface ReaderSize {
  /** How many words there are, 0 for none included. */
  readonly words: number;
  /** Numbers for each sentence, and units of the memory. */
  readonly width: number;
}

/** Reads a story sentence by sentence with the question in mind, and gives the probability of each answer. */
export function reader({ words, width }: ReaderSize, options: ModelOptions = {}): Model {
  const story = input({ name: "story", shape: [mostSentences, mostWords], dtype: "int32" });
  const question = input({ name: "question", shape: [mostWords], dtype: "int32" });
  const embedding = layers.embedding({ inputDim: words, outputDim: 32, embeddingsInitializer: initializers.randomNormal({ stddev: 1 }) });

  const told = layers.reshape({ targetShape: [mostSentences, mostWords * 32] })(embedding(story));
  const sentences = layers.dense({ units: width, activation: "relu" })(told);
  const asked = layers.dense({ units: width, activation: "relu" })(layers.flatten()(embedding(question)));
  const both = layers.concatenate()([sentences, layers.repeatVector({ n: mostSentences })(asked)]);

  const memory = layers.gru({ units: width })(layers.gru({ units: width, returnSequences: true })(both));
  const answer = layers.dense({ units: answers.length, activation: "softmax" })(memory);
  return functional({ inputs: [story, question], outputs: answer, name: "reader", ...options });
}

/** Compiled for so many steps: the rate falls to a twentieth. */
export function compileReader(model: Model, steps: number): Model {
  const learningRate = schedules.cosineDecay({ initialLearningRate: 0.003, decaySteps: steps, alpha: 0.05 });
  model.compile({
    optimizer: optimizers.adam({ learningRate, globalClipNorm: 1 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return model;
}
