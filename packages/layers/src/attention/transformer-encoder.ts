import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { attentionInputsProblem, attentionTypes } from "./attention-inputs.ts";
import { BlockRun, blockLayers, transformerBlock } from "./transformer-block.ts";
import type { TransformerBlockOptions } from "./transformer-block.ts";

export interface TransformerEncoderOptions extends TransformerBlockOptions {
  /** A second output: how much each position takes of each, `[batch, heads, time, time]` (KerasHub: the call argument of this name). Default: false. */
  readonly returnAttentionScores?: boolean | undefined;
}

/**
 * Attention of a sequence to itself, then a dense network at every position, each with a way around it (Vaswani et al. 2017; KerasHub
 * `TransformerEncoder`): `[batch, time, features]` to the same. Padded positions (the mask of the input) are not attended to; a mask
 * `[batch, time, time]` (bool or int32) may come as a second input.
 *
 * @throws when the heads do not divide the features, or the mask does not fit
 *
 * @example
 * transformerEncoder({ intermediateDim: 256, numHeads: 4, dropout: 0.1 });
 */
export function transformerEncoder(options: TransformerEncoderOptions): Layer {
  const where = options.name ?? "transformerEncoder";
  const { returnAttentionScores = false } = options;
  const block = transformerBlock(options, where);
  return layer("transformerEncoder", {
    options,
    config: { ...block.config, returnAttentionScores },
    joins: true,
    dtypes: attentionTypes,
    rank: { atLeast: 2 },
    masking: "passes",
    stepping: "cache",
    check: (inputs) =>
      inputs[0].shape.length === 3 ? attentionInputsProblem(inputs, 1) : "expected an input of rank 3 [batch, time, features]",
    weights: ([x], where) => {
      const layers = blockLayers(block, x, where);
      const hidden = { ...x, shape: [...x.shape.slice(0, -1), block.intermediateDim] };
      return {
        selfAttention: layers.selfAttention.weights([x], where),
        selfAttentionLayerNorm: layers.norm.weights([x], where),
        feedforwardLayerNorm: layers.norm.weights([x], where),
        feedforwardIntermediateDense: layers.intermediate.weights([x], where),
        feedforwardOutputDense: layers.output.weights([hidden], where),
      };
    },
    apply: (weights, x, context) => {
      const run = new BlockRun(block, blockLayers(block, x.spec, where, { returnAttentionScores }), weights, context);
      const scores: (typeof x)[] = [];
      const attended = run.residual(x, "selfAttentionLayerNorm", (x) => {
        const [y = x, ...more] = run.attention("selfAttention", [x, x, ...context.inputs.slice(1)], context.mask, true);
        scores.push(...more);
        return y;
      });
      const y = run.residual(attended, "feedforwardLayerNorm", (x) => run.feedforward(x));
      return [y, {}, { outputs: scores, ...(context.stepping && { cache: run.cache }), ...(context.mask && { mask: context.mask }) }];
    },
  });
}
