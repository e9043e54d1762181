import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { attentionInputsProblem, attentionTypes } from "./attention-inputs.ts";
import { projectedAttention, projectedWeights } from "./projected-attention.ts";
import { projectedAttentionSettings } from "./projected-options.ts";
import type { ProjectedAttentionOptions } from "./projected-options.ts";

export interface GroupQueryAttentionOptions extends ProjectedAttentionOptions {
  /** The features of one head. */
  readonly headDim: number;
  readonly numQueryHeads: number;
  /** Heads of keys and values; a divisor of `numQueryHeads`. */
  readonly numKeyValueHeads: number;
}

/**
 * Attention in which several heads of queries share one of keys and values (Ainslie et al. 2023; Keras
 * `GroupQueryAttention`), which makes keys and values that generation keeps smaller. Inputs and output as {@link multiHeadAttention}.
 *
 * @throws when the heads do not divide, or inputs or masks do not go together
 *
 * @example
 * groupQueryAttention({ headDim: 16, numQueryHeads: 8, numKeyValueHeads: 2, causal: true })(x);
 */
export function groupQueryAttention(options: GroupQueryAttentionOptions): Layer {
  const where = options.name ?? "groupQueryAttention";
  const headDim = positiveInteger(where, "headDim", options.headDim);
  const heads = positiveInteger(where, "numQueryHeads", options.numQueryHeads);
  const groups = positiveInteger(where, "numKeyValueHeads", options.numKeyValueHeads);
  if (heads % groups !== 0)
    throw new RangeError(`${where}: expected numQueryHeads to be divisible by numKeyValueHeads, received ${heads} and ${groups}.`);
  const settings = projectedAttentionSettings(options, headDim, where);
  const sizes = { heads, groups, keyDim: headDim, valueDim: headDim };
  return layer("groupQueryAttention", {
    options,
    config: { headDim, numQueryHeads: heads, numKeyValueHeads: groups, ...settings.config },
    joins: true,
    dtypes: attentionTypes,
    rank: { atLeast: 2 },
    stepping: "cache",
    check: (inputs) =>
      inputs[0].shape.length === 3 ? attentionInputsProblem(inputs) : "expected an input of rank 3 [batch, time, features]",
    weights: (inputs, where) => projectedWeights(inputs, sizes, settings, where),
    apply: (weights, _, context) => projectedAttention({ weights, sizes, settings, context, where }),
  });
}
