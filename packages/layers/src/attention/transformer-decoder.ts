import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { attentionInputsProblem } from "./attention-inputs.ts";
import { BlockRun, blockLayers, transformerBlock } from "./transformer-block.ts";
import type { TransformerBlockOptions } from "./transformer-block.ts";

export interface TransformerDecoderOptions extends TransformerBlockOptions {
  /** Positions attend only to those up to their own (KerasHub: the call argument `use_causal_mask`). Default: true. */
  readonly causal?: boolean | undefined;
}

/**
 * Attention of a sequence to its positions so far, then to what an encoder made, where that is given, then a dense network at every
 * position, each with a way around it (Vaswani et al. 2017; KerasHub `TransformerDecoder`).
 *
 * Called on `x` (`[batch, time, features]`, a language model) or on `[x, encoded]`; gives the shape of x. Padded positions (the masks of
 * the inputs) are not attended to.
 *
 * @throws when the heads do not divide the features
 *
 * @example
 * const y = transformerDecoder({ intermediateDim: 256, numHeads: 4 })([target, encoded]);
 */
export function transformerDecoder(options: TransformerDecoderOptions): Layer {
  const where = options.name ?? "transformerDecoder";
  const { causal = true } = options;
  const block = transformerBlock(options, where);
  return layer("transformerDecoder", {
    options,
    config: { ...block.config, causal },
    joins: true,
    rank: { exactly: 3, axes: "[batch, time, features]" },
    masking: "passes",
    stepping: "cache",
    check: (inputs) => attentionInputsProblem(inputs, 2),
    weights: ([x, encoded], where) => {
      const layers = blockLayers(block, x, where);
      const hidden = { ...x, shape: [...x.shape.slice(0, -1), block.intermediateDim] };
      return {
        selfAttention: layers.selfAttention.weights([x], where),
        selfAttentionLayerNorm: layers.norm.weights([x], where),
        ...(encoded && {
          crossAttention: layers.crossAttention.weights([x, encoded], where),
          crossAttentionLayerNorm: layers.norm.weights([x], where),
        }),
        feedforwardIntermediateDense: layers.intermediate.weights([x], where),
        feedforwardOutputDense: layers.output.weights([hidden], where),
        feedforwardLayerNorm: layers.norm.weights([x], where),
      };
    },
    apply: (weights, x, context) => {
      const { inputs, masks = [], stepping } = context;
      const [, encoded] = inputs;
      const run = new BlockRun(block, blockLayers(block, x.spec, where, { causal }), weights, context);
      const decoded = run.residual(x, "selfAttentionLayerNorm", (x) => run.attention("selfAttention", [x, x], masks[0], true)[0] ?? x);
      const attended =
        encoded === undefined
          ? decoded
          : run.residual(
              decoded,
              "crossAttentionLayerNorm",
              (x) => run.attention("crossAttention", [x, encoded], masks[1], stepping?.moving[1] ?? true)[0] ?? x,
            );
      const y = run.residual(attended, "feedforwardLayerNorm", (x) => run.feedforward(x));
      return [y, {}, { mask: masks[0], ...(stepping && { cache: run.cache }) }];
    },
  });
}
