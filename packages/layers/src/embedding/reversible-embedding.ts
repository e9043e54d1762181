import { gather } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { learnedEmbeddings } from "../learned.ts";
import type { EmbeddingsOptions } from "../learned.ts";
import { positiveInteger, within } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { firstEmbeddings } from "./first-embeddings.ts";
import type { EmbeddingTable } from "./first-embeddings.ts";
import { idsMask, idTypes, toIds } from "./ids.ts";

export interface ReversibleEmbeddingOptions extends LayerOptions, EmbeddingsOptions {
  /** How many ids there are: the largest id and 1. */
  readonly inputDim: number;
  /** The length of the vectors. */
  readonly outputDim: number;
  /** Whether the way back uses the same numbers; else it learns a matrix of its own. Default: true. */
  readonly tieWeights?: boolean | undefined;
  /** Whether 0 stands for padding: its positions are masked for the layers that follow. Default: false. */
  readonly maskZero?: boolean | undefined;
  /** Keeps scores of the way back within ± this: `tanh(scores / cap) · cap`. Default: none. */
  readonly logitSoftCap?: number | undefined;
  /** First vectors, one row per id (`[inputDim, outputDim]`), in place of an initializer. */
  readonly weights?: EmbeddingTable | undefined;
}

/**
 * An embedding that also goes back, for language models (Press & Wolf 2016; Keras `ReversibleEmbedding`): called on ids (int32) it
 * gives vectors, `[batch, …]` to `[batch, …, outputDim]`; called on vectors (float32; Keras `reverse=True`), scores of all ids,
 * `[batch, …, outputDim]` to `[batch, …, inputDim]`. Both calls share the weights.
 *
 * @throws when vectors of another length come back
 *
 * @example
 * const words = reversibleEmbedding({ inputDim: 1000, outputDim: 32 });
 * const scores = words(transformerDecoder({ intermediateDim: 64, numHeads: 2 })(words(ids)));
 */
export function reversibleEmbedding(options: ReversibleEmbeddingOptions): Layer {
  const where = options.name ?? "reversibleEmbedding";
  const { tieWeights = true, maskZero = false, logitSoftCap, weights } = options;
  const inputDim = positiveInteger(where, "inputDim", options.inputDim);
  const outputDim = positiveInteger(where, "outputDim", options.outputDim);
  if (logitSoftCap !== undefined) within(where, "logitSoftCap", logitSoftCap, Number.MIN_VALUE);
  const learned = learnedEmbeddings(options, where);
  const first = weights === undefined ? undefined : firstEmbeddings(where, weights, inputDim, outputDim);
  return layer("reversibleEmbedding", {
    options,
    config: { inputDim, outputDim, tieWeights, maskZero, logitSoftCap, ...learned.config, weights: undefined },
    dtypes: idTypes,
    rank: { atLeast: 1, axes: "[batch, …] of ids" },
    idCount: inputDim,
    stepping: "alone",
    check: ([x]) => wrongVectors(x, outputDim),
    weights: () => {
      const spec = learned.spec([inputDim, outputDim]);
      return {
        embeddings: { ...spec, initializer: first ?? spec.initializer },
        ...(!tieWeights && { reverseEmbeddings: weight([outputDim, inputDim], spec.initializer) }),
      };
    },
    apply: ({ embeddings, reverseEmbeddings }, x, { mask }) => {
      if (x.dtype === "float32") return [scoresOf(x, reverseEmbeddings ?? embeddings.transpose(), logitSoftCap), {}, { mask }];
      const ids = toIds(x);
      return [gather(embeddings, ids), {}, { mask: maskZero ? idsMask(ids) : undefined }];
    },
  });
}

/** What is wrong with vectors on their way back. */
export const wrongVectors = ({ dtype, shape }: TensorSpec, outputDim: number): string | undefined =>
  dtype !== "float32" || shape.at(-1) === outputDim
    ? undefined
    : `expected ids as int32 (input({ dtype: "int32", … })), or vectors of length ${outputDim} on their way back`;

/** @param kernel `[features, ids]` */
export function scoresOf(x: Tensor, kernel: Tensor, softCap?: number): Tensor {
  const scores = x.matmul(kernel);
  return softCap === undefined ? scores : scores.div(softCap).tanh().mul(softCap);
}
