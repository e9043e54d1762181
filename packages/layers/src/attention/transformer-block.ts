import { foldIn, Tensor } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike, ResolvedActivation } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import type { ConfigOptions } from "../config.ts";
import { dense } from "../core/dense.ts";
import type { RotaryOptions } from "../embedding/rotary-frequencies.ts";
import type { Initializer } from "../initializers/initializer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { ApplyContext, Cache, Layer } from "../layer.ts";
import { layerNormalization } from "../normalization/layer-normalization.ts";
import { positiveInteger, within } from "../option-checks.ts";
import type { DrawingOptions } from "../regularization/drawing-key.ts";
import { dropout } from "../regularization/dropout.ts";
import type { Weights } from "../weight.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";

/** Options of the blocks that transformers are made of. */
export interface TransformerBlockOptions extends DrawingOptions {
  /** The size of the hidden layer of the feedforward part. */
  readonly intermediateDim: number;
  /** A divisor of the number of features. */
  readonly numHeads: number;
  /** The share of attention and of the results of both parts that training drops. Default: 0. */
  readonly dropout?: number | undefined;
  /** Of the hidden layer. Default: `"relu"`. */
  readonly activation?: ActivationLike | undefined;
  /** Added to the variances. Default: 1e-5. */
  readonly layerNormEpsilon?: number | undefined;
  /** Default: `"glorotUniform"`. */
  readonly kernelInitializer?: InitializerLike | undefined;
  /** Default: `"zeros"`. */
  readonly biasInitializer?: InitializerLike | undefined;
  /** Normalize what enters each part (GPT-2) and not what leaves it (the original). Default: false. */
  readonly normalizeFirst?: boolean | undefined;
  /** Turn queries and keys by their positions (RoPE), as {@link rotaryEmbedding} does. Default: false. */
  readonly rotary?: boolean | RotaryOptions | undefined;
}

/** The options read. */
export interface TransformerBlock {
  readonly config: ConfigOptions;
  readonly intermediateDim: number;
  readonly numHeads: number;
  readonly dropout: number;
  readonly activation: ResolvedActivation;
  readonly layerNormEpsilon: number;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly normalizeFirst: boolean;
  readonly rotary: boolean | RotaryOptions;
  readonly seed: number | undefined;
}

export function transformerBlock(options: TransformerBlockOptions, where: string): TransformerBlock {
  const { normalizeFirst = false, rotary = false, seed } = options;
  const intermediateDim = positiveInteger(where, "intermediateDim", options.intermediateDim);
  const numHeads = positiveInteger(where, "numHeads", options.numHeads);
  const rate = within(where, "dropout", options.dropout ?? 0, 0, 1);
  const activation = toActivation(options.activation ?? "relu", `${where}: activation`);
  const layerNormEpsilon = within(where, "layerNormEpsilon", options.layerNormEpsilon ?? 1e-5, 0);
  const kernelInitializer = toInitializer(options.kernelInitializer ?? "glorotUniform", `${where}: kernelInitializer`);
  const biasInitializer = toInitializer(options.biasInitializer ?? "zeros", `${where}: biasInitializer`);
  const numbers = { intermediateDim, numHeads, dropout: rate, layerNormEpsilon, normalizeFirst, seed };
  const made = { activation, kernelInitializer, biasInitializer };
  const configs = {
    activation: activation.config,
    kernelInitializer: kernelInitializer.config,
    biasInitializer: biasInitializer.config,
    rotary: typeof rotary === "object" ? { ...rotary } : rotary,
  };
  return { ...numbers, ...made, rotary, config: { ...numbers, ...configs } };
}

/** The layers inside of a block for inputs of so many features. */
export interface BlockLayers {
  readonly selfAttention: Layer;
  readonly crossAttention: Layer;
  readonly norm: Layer;
  readonly intermediate: Layer;
  readonly output: Layer;
  readonly dropout: Layer;
}

/** @throws when the heads do not divide the features */
export function blockLayers(
  block: TransformerBlock,
  x: TensorSpec,
  where: string,
  more: { readonly causal?: boolean; readonly returnAttentionScores?: boolean } = {},
): BlockLayers {
  const features = knownSize(x, -1, where);
  const { numHeads, kernelInitializer, biasInitializer, seed } = block;
  if (features % numHeads !== 0)
    throw new RangeError(`${where}: expected a number of features that ${numHeads} heads divide, received ${features}. Change numHeads.`);
  const initializers = { kernelInitializer, biasInitializer };
  const attention = { numHeads, keyDim: features / numHeads, dropout: block.dropout, seed, name: where, ...initializers };
  return {
    selfAttention: multiHeadAttention({ ...attention, rotary: block.rotary, ...more }),
    crossAttention: multiHeadAttention(attention),
    norm: layerNormalization({ epsilon: block.layerNormEpsilon, name: where }),
    intermediate: dense({ units: block.intermediateDim, activation: block.activation.apply, name: where, ...initializers }),
    output: dense({ units: features, name: where, ...initializers }),
    dropout: dropout({ rate: block.dropout, seed, name: where }),
  };
}

/** Applies the parts of a block one after the other; each draws from a key of its own. */
export class BlockRun {
  readonly #block: TransformerBlock;
  readonly #layers: BlockLayers;
  readonly #weights: Weights;
  readonly #context: ApplyContext;
  readonly #caches: Record<string, Cache> = {};
  #draws = 0;

  constructor(block: TransformerBlock, layers: BlockLayers, weights: Weights, context: ApplyContext) {
    this.#block = block;
    this.#layers = layers;
    this.#weights = weights;
    this.#context = context;
  }

  /** What the attentions keep for the positions to come. */
  get cache(): Cache {
    return this.#caches;
  }

  /** A part with its way around it: `x + part(x)`, normalized before or after. */
  residual(x: Tensor, norm: string, part: (x: Tensor) => Tensor): Tensor {
    const { normalizeFirst } = this.#block;
    const made = part(normalizeFirst ? this.#normalized(norm, x) : x);
    const y = x.add(this.#apply(this.#layers.dropout, {}, made));
    return normalizeFirst ? y : this.#normalized(norm, y);
  }

  /**
   * Attention by the weights of a name.
   *
   * @param inputs the query and what it attends to, and perhaps a mask
   * @param mask which time steps of what it attends to count
   * @param moving whether that comes piece by piece, too
   */
  attention(
    name: "selfAttention" | "crossAttention",
    inputs: readonly Tensor[],
    mask: Tensor | undefined,
    moving: boolean,
  ): readonly Tensor[] {
    const { stepping } = this.#context;
    const past = stepping?.cache?.[name];
    const [y, , more] = this.#layers[name].apply(this.#weightsOf(name), inputs, {
      ...this.#drawing(),
      masks: [undefined, mask], // a padded query may see what it likes: nobody looks at what it makes
      stepping: stepping && { ...stepping, cache: past instanceof Tensor ? undefined : past, moving: [true, moving] },
    });
    if (more?.cache !== undefined) this.#caches[name] = more.cache;
    return [y, ...(more?.outputs ?? [])];
  }

  feedforward(x: Tensor): Tensor {
    const hidden = this.#apply(this.#layers.intermediate, this.#weightsOf("feedforwardIntermediateDense"), x);
    return this.#apply(this.#layers.output, this.#weightsOf("feedforwardOutputDense"), hidden);
  }

  #normalized(name: string, x: Tensor): Tensor {
    return this.#apply(this.#layers.norm, this.#weightsOf(name), x);
  }

  #apply(layer: Layer, weights: Weights, x: Tensor): Tensor {
    return layer.apply(weights, x, this.#drawing())[0];
  }

  #weightsOf(name: string): Weights {
    const found = this.#weights[name];
    return found === undefined || found instanceof Tensor ? {} : found;
  }

  #drawing(): ApplyContext {
    const { training = false, key } = this.#context;
    return { training, ...(key && { key: foldIn(key, this.#draws++) }) };
  }
}
