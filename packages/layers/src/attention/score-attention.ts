import { dropout as drop, iota, softmax, where as choose } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";
import type { Applied, ApplyContext } from "../layer.ts";
import { within } from "../option-checks.ts";
import { drawingKey } from "../regularization/drawing-key.ts";
import type { DrawingOptions } from "../regularization/drawing-key.ts";
import { attentionInputs, attentionInputsProblem } from "./attention-inputs.ts";
import { allOf, maskBias, reachMask } from "./score-mask.ts";

/** Options of layers that attend without projections. */
export interface ScoreAttentionOptions extends DrawingOptions {
  /** The share of what is attended to that training drops. Default: 0. */
  readonly dropout?: number | undefined;
  /** Positions attend only to those up to their own (Keras: the call argument `use_causal_mask`). Default: false. */
  readonly causal?: boolean | undefined;
  /** A second output: how much each position takes of each, `[batch, queries, keys]` (Keras: `return_attention_scores`). Default: false. */
  readonly returnAttentionScores?: boolean | undefined;
}

export interface ScoreAttentionSettings {
  readonly dropout: number;
  readonly causal: boolean;
  readonly returnAttentionScores: boolean;
  readonly seed: number | undefined;
}

export function scoreAttentionSettings(options: ScoreAttentionOptions, where: string): ScoreAttentionSettings {
  const { causal = false, returnAttentionScores = false, seed } = options;
  return { dropout: within(where, "dropout", options.dropout ?? 0, 0, 1), causal, returnAttentionScores, seed };
}

/** What is wrong with the inputs of such a layer. */
export function scoreInputsProblem(inputs: Inputs<TensorSpec>): string | undefined {
  if (inputs.length > 3) return "expected [query, value] or [query, value, key]";
  const { query, key } = attentionInputs(inputs);
  if (query.shape.at(-1) !== key.shape.at(-1)) return "expected query and key with equally many features";
  return attentionInputsProblem(inputs);
}

/**
 * `softmax(scores) · value`, where the masks of value and causality take scores away, and the mask of the query takes results away.
 *
 * @param score of every query and key, `[batch, queries, keys]`
 * @throws when a sequence is made piece by piece and it would look at positions that are still to come
 */
export function scoreAttention(
  score: (query: Tensor, key: Tensor) => Tensor,
  { dropout, causal, returnAttentionScores, seed }: ScoreAttentionSettings,
  context: ApplyContext & { readonly inputs: Inputs<Tensor> },
  where: string,
): Applied {
  const { query, value, key } = attentionInputs(context.inputs);
  const { stepping, masks = [], training = false } = context;
  if (stepping !== undefined && (causal || stepping.moving[0] === false || stepping.moving.slice(1).some((moves) => moves)))
    throw new Error(`${where}: goes position by position only over a whole other sequence. Use multiHeadAttention({ causal: true }).`);
  const [queryMask, valueMask = context.inputs.length === 1 ? queryMask : undefined] = masks;
  const reach = reachMask(iota(query.shape[1] ?? 1), iota(key.shape[1] ?? 1), { causal });
  const mask = allOf(valueMask?.expandDims(1), reach);
  const scores = score(query, key);
  const shares = softmax(mask === undefined ? scores : scores.add(maskBias(mask)), -1);
  const kept = training && dropout > 0 ? drop(drawingKey(context, seed, where), shares, dropout) : shares;
  const attended = kept.matmul(value);
  const y = queryMask === undefined ? attended : choose(queryMask.expandDims(-1), attended, 0);
  return [y, {}, { mask: queryMask, ...(returnAttentionScores && { outputs: [shares] }), ...(stepping && { cache: {} }) }];
}
