import { swapAxes } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { ones } from "../initializers/constant.ts";
import type { Layer } from "../layer.ts";
import { oneOf } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { scoreAttention, scoreAttentionSettings, scoreInputsProblem } from "./score-attention.ts";
import type { ScoreAttentionOptions } from "./score-attention.ts";

export interface AttentionOptions extends ScoreAttentionOptions {
  /** Multiply the scores with a learned number. Default: false. */
  readonly useScale?: boolean | undefined;
  /** How a query and a key are compared: their product, or a learned multiple of `Σ tanh(query + key)`. Default: `"dot"`. */
  readonly scoreMode?: "dot" | "concat" | undefined;
}

/**
 * Every query takes values by how well it fits their keys (Luong et al. 2015; Keras `Attention`, with its call arguments
 * `use_causal_mask` and `return_attention_scores` as the options `causal` and `returnAttentionScores`).
 *
 * Called on `[query, value]` or `[query, value, key]`: `[batch, queries, features]`, `[batch, keys, size]` and
 * `[batch, keys, features]` give `[batch, queries, size]`. Masked values do not count, and masked queries give 0.
 *
 * @example
 * attention({ useScale: true })([decoded, encoded]);
 */
export function attention(options: AttentionOptions = {}): Layer {
  const where = options.name ?? "attention";
  const { useScale = false } = options;
  const scoreMode = oneOf(where, "scoreMode", options.scoreMode ?? "dot", ["dot", "concat"]);
  const settings = scoreAttentionSettings(options, where);
  return layer("attention", {
    options,
    config: { useScale, scoreMode, ...settings },
    joins: true,
    rank: { exactly: 3, axes: "[batch, time, features]" },
    stepping: "cache",
    check: scoreInputsProblem,
    weights: () => ({
      ...(useScale && { scale: weight([], ones()) }),
      ...(scoreMode === "concat" && { concatScoreWeight: weight([], ones()) }),
    }),
    apply: ({ scale, concatScoreWeight }, _, context) =>
      scoreAttention(
        (query, key) => {
          if (concatScoreWeight === undefined) return scaled(query.matmul(swapAxes(key, -1, -2)), scale);
          const sums = query.expandDims(2).add(key.expandDims(1)); // [batch, queries, keys, features]
          return scaled(sums, scale).tanh().sum({ axis: -1 }).mul(concatScoreWeight);
        },
        settings,
        context,
        where,
      ),
  });
}

const scaled = (x: Tensor, scale: Tensor | undefined): Tensor => (scale === undefined ? x : x.mul(scale));
