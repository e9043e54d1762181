import type { ConfigOptions } from "../config.ts";
import type { RotaryOptions } from "../embedding/rotary-frequencies.ts";
import { learnedBias, learnedKernel } from "../learned.ts";
import type { BiasOptions, KernelOptions, Learned } from "../learned.ts";
import { positiveInteger, within } from "../option-checks.ts";
import type { DrawingOptions } from "../regularization/drawing-key.ts";

/** Options of layers that attend with learned projections. */
export interface ProjectedAttentionOptions extends DrawingOptions, KernelOptions, BiasOptions {
  /** The share of what is attended to that training drops. Default: 0. */
  readonly dropout?: number | undefined;
  /** Positions attend only to those up to their own (Keras: the call argument `use_causal_mask`). Default: false. */
  readonly causal?: boolean | undefined;
  /** Positions attend only to those less than this far away. Default: all. */
  readonly slidingWindow?: number | undefined;
  /** A second output: how much each position takes of each, `[batch, heads, queries, keys]` (Keras: `return_attention_scores`). Default: false. */
  readonly returnAttentionScores?: boolean | undefined;
  /** Multiply what was attended to with a learned gate of the query (Qiu et al. 2025). Default: false. */
  readonly useGate?: boolean | undefined;
  /** Turn queries and keys by their positions (RoPE), as {@link rotaryEmbedding} does. Default: false. */
  readonly rotary?: boolean | RotaryOptions | undefined;
  /** Only `false` is taken: the engines choose how they compute. */
  readonly flashAttention?: false | undefined;
}

/** The options read. */
export interface ProjectedAttentionSettings {
  readonly config: ConfigOptions;
  readonly dropout: number;
  readonly seed: number | undefined;
  readonly causal: boolean;
  readonly slidingWindow: number | undefined;
  readonly returnAttentionScores: boolean;
  readonly useGate: boolean;
  readonly rotary: RotaryOptions | undefined;
  readonly kernel: Learned;
  readonly bias: Learned & { readonly useBias: boolean };
}

/**
 * @param keyDim the features of a query of one head
 * @throws when a number is out of range, `rotary` meets an odd number of features, or `flashAttention` is asked for
 */
export function projectedAttentionSettings(options: ProjectedAttentionOptions, keyDim: number, where: string): ProjectedAttentionSettings {
  const { causal = false, slidingWindow, returnAttentionScores = false, useGate = false, rotary = false, seed } = options;
  const flashAttention: unknown = options.flashAttention;
  if (flashAttention !== undefined && flashAttention !== false)
    throw new Error(`${where}: flashAttention is not an option of these engines, which choose their own way. Leave it out.`);
  if (rotary !== false && keyDim % 2 !== 0)
    throw new RangeError(`${where}: rotary turns pairs of features: expected heads of an even size, received ${keyDim}.`);
  const dropout = within(where, "dropout", options.dropout ?? 0, 0, 1);
  if (slidingWindow !== undefined) positiveInteger(where, "slidingWindow", slidingWindow);
  const [kernel, bias] = [learnedKernel(options, where), learnedBias(options, where)];
  return {
    config: {
      dropout,
      ...bias.config,
      ...kernel.config,
      causal,
      slidingWindow,
      returnAttentionScores,
      useGate,
      rotary: typeof rotary === "object" ? { ...rotary } : rotary,
      flashAttention: undefined,
      seed,
    },
    dropout,
    seed,
    causal,
    slidingWindow,
    returnAttentionScores,
    useGate,
    rotary: rotary === true ? {} : rotary === false ? undefined : rotary,
    kernel,
    bias,
  };
}
