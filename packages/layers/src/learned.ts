import type { ConfigOptions } from "./config.ts";
import { toConstraint } from "./constraints/to-constraint.ts";
import type { ConstraintLike } from "./constraints/to-constraint.ts";
import { toInitializer } from "./initializers/to-initializer.ts";
import type { InitializerLike } from "./initializers/to-initializer.ts";
import { toRegularizer } from "./regularizers/to-regularizer.ts";
import type { RegularizerLike } from "./regularizers/to-regularizer.ts";
import { weight } from "./weight.ts";
import type { WeightSpec } from "./weight.ts";

/** The learned vector that a layer adds to its result. */
export interface BiasOptions {
  /** Add a learned number per channel of the result. Default: true. */
  readonly useBias?: boolean | undefined;
  /** Default: `"zeros"`. */
  readonly biasInitializer?: InitializerLike | undefined;
  readonly biasRegularizer?: RegularizerLike | undefined;
  readonly biasConstraint?: ConstraintLike | undefined;
}

export interface KernelOptions {
  /** Default: `"glorotUniform"`. */
  readonly kernelInitializer?: InitializerLike | undefined;
  readonly kernelRegularizer?: RegularizerLike | undefined;
  readonly kernelConstraint?: ConstraintLike | undefined;
}

/** The matrix that a recurrent layer multiplies its state with. */
export interface RecurrentOptions {
  /** Default: `"orthogonal"`. */
  readonly recurrentInitializer?: InitializerLike | undefined;
  readonly recurrentRegularizer?: RegularizerLike | undefined;
  readonly recurrentConstraint?: ConstraintLike | undefined;
}

export interface DepthwiseOptions {
  /** Default: `"glorotUniform"`. */
  readonly depthwiseInitializer?: InitializerLike | undefined;
  readonly depthwiseRegularizer?: RegularizerLike | undefined;
  readonly depthwiseConstraint?: ConstraintLike | undefined;
}

export interface PointwiseOptions {
  /** Default: `"glorotUniform"`. */
  readonly pointwiseInitializer?: InitializerLike | undefined;
  readonly pointwiseRegularizer?: RegularizerLike | undefined;
  readonly pointwiseConstraint?: ConstraintLike | undefined;
}

export interface EmbeddingsOptions {
  /** Default: `"uniform"`. */
  readonly embeddingsInitializer?: InitializerLike | undefined;
  readonly embeddingsRegularizer?: RegularizerLike | undefined;
  readonly embeddingsConstraint?: ConstraintLike | undefined;
}

/** A weight with its options read: what a file holds of them, and its spec once the shape is known. */
export interface Learned {
  readonly config: ConfigOptions;
  spec(shape: readonly number[]): WeightSpec;
}

/** Reads the options of a bias; the spec is that of `bias` where there is one. */
export function learnedBias(options: BiasOptions, where: string): Learned & { readonly useBias: boolean } {
  const { useBias = true, biasInitializer = "zeros", biasRegularizer, biasConstraint } = options;
  const bias = learned("bias", biasInitializer, biasRegularizer, biasConstraint, where);
  return { ...bias, useBias, config: { useBias, ...bias.config } };
}

export const learnedKernel = (options: KernelOptions, where: string): Learned =>
  learned("kernel", options.kernelInitializer ?? "glorotUniform", options.kernelRegularizer, options.kernelConstraint, where);

export const learnedRecurrent = (options: RecurrentOptions, where: string): Learned =>
  learned("recurrent", options.recurrentInitializer ?? "orthogonal", options.recurrentRegularizer, options.recurrentConstraint, where);

export const learnedDepthwise = (options: DepthwiseOptions, where: string): Learned =>
  learned("depthwise", options.depthwiseInitializer ?? "glorotUniform", options.depthwiseRegularizer, options.depthwiseConstraint, where);

export const learnedPointwise = (options: PointwiseOptions, where: string): Learned =>
  learned("pointwise", options.pointwiseInitializer ?? "glorotUniform", options.pointwiseRegularizer, options.pointwiseConstraint, where);

export const learnedEmbeddings = (options: EmbeddingsOptions, where: string): Learned =>
  learned("embeddings", options.embeddingsInitializer ?? "uniform", options.embeddingsRegularizer, options.embeddingsConstraint, where);

function learned(
  prefix: string,
  initializerLike: InitializerLike,
  regularizerLike: RegularizerLike | undefined,
  constraintLike: ConstraintLike | undefined,
  where: string,
): Learned {
  const initializer = toInitializer(initializerLike, `${where}: ${prefix}Initializer`);
  const regularizer = toRegularizer(regularizerLike, `${where}: ${prefix}Regularizer`);
  const constraint = toConstraint(constraintLike, `${where}: ${prefix}Constraint`);
  return {
    config: {
      [`${prefix}Initializer`]: initializer.config,
      [`${prefix}Regularizer`]: regularizer?.config,
      [`${prefix}Constraint`]: constraint?.config,
    },
    spec: (shape) => weight(shape, initializer, { regularizer, constraint }),
  };
}
