import { gather } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { idsMask, idTypes, toIds } from "./ids.ts";
import { positionVectors, tooLong } from "./position-embedding.ts";
import { scoresOf, wrongVectors } from "./reversible-embedding.ts";

export interface TokenAndPositionEmbeddingOptions extends LayerOptions {
  /** How many ids there are: the largest id and 1. */
  readonly vocabularySize: number;
  /** The longest sequence. */
  readonly sequenceLength: number;
  /** The length of the vectors. */
  readonly embeddingDim: number;
  /** Whether the way back to scores uses the vectors of the ids; else it learns a matrix of its own. Default: true. */
  readonly tieWeights?: boolean | undefined;
  /** Of both tables. Default: `"uniform"`. */
  readonly embeddingsInitializer?: InitializerLike | undefined;
  /** Whether 0 stands for padding: its positions are masked for the layers that follow. Default: false. */
  readonly maskZero?: boolean | undefined;
}

/**
 * The vector of every id and that of its position, added: `[batch, time]` to `[batch, time, embeddingDim]` (KerasHub
 * `TokenAndPositionEmbedding`). Called on vectors (float32) it gives scores of all ids, as {@link reversibleEmbedding} does.
 *
 * @throws when the input is longer than `sequenceLength`
 *
 * @example
 * tokenAndPositionEmbedding({ vocabularySize: 10_000, sequenceLength: 200, embeddingDim: 64, inputShape: [200] });
 */
export function tokenAndPositionEmbedding(options: TokenAndPositionEmbeddingOptions): Layer {
  const where = options.name ?? "tokenAndPositionEmbedding";
  const { tieWeights = true, maskZero = false } = options;
  const vocabularySize = positiveInteger(where, "vocabularySize", options.vocabularySize);
  const sequenceLength = positiveInteger(where, "sequenceLength", options.sequenceLength);
  const embeddingDim = positiveInteger(where, "embeddingDim", options.embeddingDim);
  const initializer = toInitializer(options.embeddingsInitializer ?? "uniform", `${where}: embeddingsInitializer`);
  return layer("tokenAndPositionEmbedding", {
    options,
    config: { vocabularySize, sequenceLength, embeddingDim, tieWeights, embeddingsInitializer: initializer.config, maskZero },
    dtypes: idTypes,
    rank: { atLeast: 2, axes: "[batch, time] of ids" },
    idCount: vocabularySize,
    longestSequence: sequenceLength,
    stepping: "cache",
    check: ([x]) => wrongVectors(x, embeddingDim) ?? (x.dtype === "float32" ? undefined : tooLong(x, -1, sequenceLength)),
    weights: () => ({
      tokenEmbedding: weight([vocabularySize, embeddingDim], initializer),
      positionEmbedding: weight([sequenceLength, embeddingDim], initializer),
      ...(!tieWeights && { reverseEmbeddings: weight([embeddingDim, vocabularySize], initializer) }),
    }),
    apply: ({ tokenEmbedding, positionEmbedding, reverseEmbeddings }, x, context) => {
      if (x.dtype === "float32") {
        const scores = scoresOf(x, reverseEmbeddings ?? tokenEmbedding.transpose());
        return [scores, {}, { mask: context.mask, cache: {} }];
      }
      const ids = toIds(x);
      const tokens = gather(tokenEmbedding, ids);
      const y = tokens.add(positionVectors(positionEmbedding, tokens, context));
      return [y, {}, { mask: maskZero ? idsMask(ids) : undefined, cache: {} }];
    },
  });
}
