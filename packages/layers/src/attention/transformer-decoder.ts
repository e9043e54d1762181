import type { DType, TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { attentionInputsProblem, attentionTypes } from "./attention-inputs.ts";
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
 * the inputs) are not attended to. Behind them may come masks (bool or int32): of x for itself `[batch, time, time]`, then of x for what the
 * encoder made `[batch, time, length]`.
 *
 * @throws when the heads do not divide the features, or a mask does not fit
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
    dtypes: attentionTypes,
    rank: { atLeast: 2 },
    masking: "passes",
    stepping: "cache",
    check: problem,
    weights: (inputs, where) => {
      const { x, encoded } = decoderInputs(inputs);
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
      const { masks = [], stepping } = context;
      const { encoded, selfMask, crossMask } = decoderInputs(context.inputs);
      const run = new BlockRun(block, blockLayers(block, x.spec, where, { causal }), weights, context);
      const decoded = run.residual(
        x,
        "selfAttentionLayerNorm",
        (x) => run.attention("selfAttention", [x, x, ...selfMask], masks[0], true)[0] ?? x,
      );
      const attended =
        encoded === undefined
          ? decoded
          : run.residual(
              decoded,
              "crossAttentionLayerNorm",
              (x) => run.attention("crossAttention", [x, encoded, ...crossMask], masks[1], stepping?.moving[1] ?? true)[0] ?? x,
            );
      const y = run.residual(attended, "feedforwardLayerNorm", (x) => run.feedforward(x));
      return [y, {}, { mask: masks[0], ...(stepping && { cache: run.cache }) }];
    },
  });
}

interface DecoderInputs<T> {
  readonly x: T;
  readonly encoded: T | undefined;
  /** None or one. */
  readonly selfMask: readonly T[];
  readonly crossMask: readonly T[];
}

/** Takes the inputs apart: vectors, then masks. */
function decoderInputs<T extends { readonly dtype: DType }>(inputs: Inputs<T>): DecoderInputs<T> {
  const [x, second] = inputs;
  const encoded = second?.dtype === "float32" ? second : undefined;
  const masks = inputs.slice(encoded === undefined ? 1 : 2);
  return { x, encoded, selfMask: masks.slice(0, 1), crossMask: masks.slice(1) };
}

function problem(inputs: Inputs<TensorSpec>): string | undefined {
  const { x, encoded, selfMask, crossMask } = decoderInputs(inputs);
  if (x.shape.length !== 3) return "expected an input of rank 3 [batch, time, features]";
  if (crossMask.length > (encoded === undefined ? 0 : 1) || [...selfMask, ...crossMask].some(({ dtype }) => dtype === "float32"))
    return "expected [x] or [x, encoded], then perhaps a mask of each (bool or int32)";
  return attentionInputsProblem([x, x, ...selfMask]) ?? (encoded && attentionInputsProblem([x, encoded, ...crossMask]));
}
