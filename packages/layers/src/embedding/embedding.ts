import { gather } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { zeros } from "../initializers/constant.ts";
import { heUniform } from "../initializers/variance-scaling.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { learnedEmbeddings } from "../learned.ts";
import type { EmbeddingsOptions } from "../learned.ts";
import { positiveInteger } from "../option-checks.ts";
import { toRegularizer } from "../regularizers/to-regularizer.ts";
import { weight } from "../weight.ts";
import { firstEmbeddings } from "./first-embeddings.ts";
import type { EmbeddingTable } from "./first-embeddings.ts";
import { idsMask, idTypes, toIds } from "./ids.ts";

export interface EmbeddingOptions extends LayerOptions, EmbeddingsOptions {
  /** How many ids there are: the largest id and 1. */
  readonly inputDim: number;
  /** The length of the vectors. */
  readonly outputDim: number;
  /** Whether 0 stands for padding: its positions are masked for the layers that follow. Default: false. */
  readonly maskZero?: boolean | undefined;
  /** First vectors, one row per id (`[inputDim, outputDim]`), in place of an initializer; a file holds them with the other weights. */
  readonly weights?: EmbeddingTable | undefined;
  /** Learn only a correction of this rank (LoRA, Hu et al. 2021), and hold the vectors themselves. Default: none. */
  readonly loraRank?: number | undefined;
  /** The correction is scaled by `loraAlpha / loraRank`. Default: `loraRank`. */
  readonly loraAlpha?: number | undefined;
}

/**
 * A learned vector for every id: `[batch, …]` to `[batch, …, outputDim]` (Keras `Embedding`).
 *
 * As the first layer of a model it makes the input int32, and ids from 0 to `inputDim − 1` are checked in fit and predict.
 *
 * @throws when an option does not fit: `weights` of another shape, a constraint together with `loraRank`
 *
 * @example
 * embedding({ inputDim: 10_000, outputDim: 64, maskZero: true, inputShape: ["time"] });
 */
export function embedding(options: EmbeddingOptions): Layer {
  const where = options.name ?? "embedding";
  const { maskZero = false, loraRank, loraAlpha = loraRank, weights } = options;
  const inputDim = positiveInteger(where, "inputDim", options.inputDim);
  const outputDim = positiveInteger(where, "outputDim", options.outputDim);
  if (loraRank !== undefined) positiveInteger(where, "loraRank", loraRank);
  if (loraRank !== undefined && options.embeddingsConstraint !== undefined)
    throw new Error(`${where}: loraRank does not go together with embeddingsConstraint. Leave one out.`);
  const learned = learnedEmbeddings(options, where);
  const first = weights === undefined ? undefined : firstEmbeddings(where, weights, inputDim, outputDim);
  const regularizer = toRegularizer(options.embeddingsRegularizer, `${where}: embeddingsRegularizer`);
  return layer("embedding", {
    options,
    config: { inputDim, outputDim, ...learned.config, maskZero, weights: undefined, loraRank, loraAlpha },
    dtypes: idTypes,
    rank: { atLeast: 1, axes: "[batch, …] of ids" },
    idCount: inputDim,
    stepping: "alone",
    weights: () => {
      const spec = learned.spec([inputDim, outputDim]);
      return {
        embeddings: { ...spec, initializer: first ?? spec.initializer, trainable: loraRank === undefined },
        ...(loraRank !== undefined && {
          loraEmbeddingsA: weight([inputDim, loraRank], heUniform(), { regularizer }),
          loraEmbeddingsB: weight([loraRank, outputDim], zeros(), { regularizer }),
        }),
      };
    },
    apply: ({ embeddings, loraEmbeddingsA, loraEmbeddingsB }, x) => {
      const ids = toIds(x);
      const vectors = gather(embeddings, ids);
      const y =
        loraEmbeddingsA === undefined || loraEmbeddingsB === undefined
          ? vectors
          : vectors.add(correction(ids, loraEmbeddingsA, loraEmbeddingsB).mul((loraAlpha ?? 1) / (loraRank ?? 1)));
      return [y, {}, { mask: maskZero ? idsMask(ids) : undefined }];
    },
  });
}

/** The rows of A · B, without the product of the whole matrices. */
const correction = (ids: Tensor, a: Tensor, b: Tensor): Tensor => gather(a, ids).matmul(b);
