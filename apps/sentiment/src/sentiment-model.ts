import { layers, optimizers, sequential, text } from "tidu";
import type { ModelOptions, Sequential } from "tidu";

/** What turns reviews into ids: the most frequent words and pairs of neighbouring words, of the first thousand of a review. */
export const sentimentVocabulary = (texts: readonly string[], maxTokens = 20_000): text.TextVectorization =>
  text.textVectorization({ maxTokens, ngrams: 2, outputSequenceLength: 1000 }).adapt(texts);

/**
 * A vector for each word and each pair, their average, and one neuron (Joulin et al. 2017, Bag of tricks for efficient text
 * classification). Pairs are what tells "not good" from "good".
 */
export function sentimentModel(vocabulary: text.TextVectorization, options: ModelOptions = {}): Sequential {
  const model = sequential(
    [
      layers.embedding({ inputDim: vocabulary.vocabularySize, outputDim: 16, maskZero: true, inputShape: ["time"] }),
      layers.globalAveragePooling1d(),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ],
    { name: "sentiment", ...options },
  );
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.005 }), loss: "binaryCrossentropy", metrics: ["accuracy"] });
  return model;
}
