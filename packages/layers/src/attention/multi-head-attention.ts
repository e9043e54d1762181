import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { attentionInputsProblem, attentionTypes } from "./attention-inputs.ts";
import { projectedAttention, projectedWeights } from "./projected-attention.ts";
import { projectedAttentionSettings } from "./projected-options.ts";
import type { ProjectedAttentionOptions } from "./projected-options.ts";

export interface MultiHeadAttentionOptions extends ProjectedAttentionOptions {
  readonly numHeads: number;
  /** The features of a query and a key of one head. */
  readonly keyDim: number;
  /** The features of a value of one head. Default: `keyDim`. */
  readonly valueDim?: number | undefined;
  /** The features of the output, behind batch and positions. Default: those of the query. */
  readonly outputShape?: number | readonly number[] | undefined;
  /** The axes that are attended over. Default: all between batch and features. */
  readonly attentionAxes?: number | readonly number[] | undefined;
}

/**
 * Every position takes what it needs from others, in several heads (Vaswani et al. 2017; Keras `MultiHeadAttention`, with its call
 * arguments `use_causal_mask` and `return_attention_scores` as the options `causal` and `returnAttentionScores`).
 *
 * Called on `x` it attends to itself; on `[query, value]` or `[query, value, key]` to another sequence; a mask (bool or int32,
 * `[batch, queries, keys]`) may come last. `[batch, queries, features]` and `[batch, keys, features]` give `[batch, queries, outputShape]`.
 * Masks of the inputs count, as in Keras; a query for which nothing counts gets the average of all values.
 *
 * @throws when inputs or masks do not go together
 *
 * @example
 * multiHeadAttention({ numHeads: 4, keyDim: 16, causal: true })(x);
 */
export function multiHeadAttention(options: MultiHeadAttentionOptions): Layer {
  const where = options.name ?? "multiHeadAttention";
  const heads = positiveInteger(where, "numHeads", options.numHeads);
  const keyDim = positiveInteger(where, "keyDim", options.keyDim);
  const valueDim = positiveInteger(where, "valueDim", options.valueDim ?? keyDim);
  const outputShape = listOf(options.outputShape);
  const attentionAxes = listOf(options.attentionAxes);
  const settings = projectedAttentionSettings(options, keyDim, where);
  const sizes = { heads, groups: heads, keyDim, valueDim, outputShape, attentionAxes };
  return layer("multiHeadAttention", {
    options,
    config: { numHeads: heads, keyDim, valueDim, outputShape, attentionAxes, ...settings.config },
    joins: true,
    dtypes: attentionTypes,
    rank: { atLeast: 2 },
    stepping: "cache",
    check: (inputs) =>
      inputs[0].shape.length < 3 ? "expected an input of rank 3 [batch, time, features] or more" : attentionInputsProblem(inputs),
    weights: (inputs, where) => projectedWeights(inputs, sizes, settings, where),
    apply: (weights, _, context) => projectedAttention({ weights, sizes, settings, context, where }),
  });
}

/** One or more numbers as a list. */
const listOf = (given: number | readonly number[] | undefined): readonly number[] | undefined =>
  typeof given === "number" ? [given] : given;
