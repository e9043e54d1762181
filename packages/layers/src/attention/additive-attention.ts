import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { Layer } from "../layer.ts";
import { weight } from "../weight.ts";
import { scoreAttention, scoreAttentionSettings, scoreInputsProblem } from "./score-attention.ts";
import type { ScoreAttentionOptions } from "./score-attention.ts";

export interface AdditiveAttentionOptions extends ScoreAttentionOptions {
  /** Weigh the features with learned numbers. Default: true. */
  readonly useScale?: boolean | undefined;
}

/**
 * Attention by `Σ scale · tanh(query + key)` (Bahdanau et al. 2015; Keras `AdditiveAttention`). Inputs, masks and output as
 * {@link attention}.
 *
 * @example
 * additiveAttention()([decoded, encoded]);
 */
export function additiveAttention(options: AdditiveAttentionOptions = {}): Layer {
  const where = options.name ?? "additiveAttention";
  const { useScale = true } = options;
  const settings = scoreAttentionSettings(options, where);
  return layer("additiveAttention", {
    options,
    config: { useScale, ...settings },
    joins: true,
    rank: { exactly: 3, axes: "[batch, time, features]" },
    stepping: "cache",
    check: scoreInputsProblem,
    weights: ([query], where) => ({ ...(useScale && { scale: weight([knownSize(query, -1, where)], toInitializer("glorotUniform")) }) }),
    apply: ({ scale }, _, context) =>
      scoreAttention(
        (query, key) => {
          const sums = query.expandDims(2).add(key.expandDims(1)).tanh(); // [batch, queries, keys, features]
          return scale === undefined ? sums.sum({ axis: -1 }) : sums.matmul(scale);
        },
        settings,
        context,
        where,
      ),
  });
}
