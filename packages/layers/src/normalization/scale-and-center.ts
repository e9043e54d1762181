import type { Tensor } from "@tidu/core-tensor";
import type { ConfigOptions } from "../config.ts";
import { toConstraint } from "../constraints/to-constraint.ts";
import type { ConstraintLike } from "../constraints/to-constraint.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { LayerOptions } from "../layer.ts";
import { toRegularizer } from "../regularizers/to-regularizer.ts";
import type { RegularizerLike } from "../regularizers/to-regularizer.ts";
import { weight } from "../weight.ts";
import type { WeightSpec } from "../weight.ts";

/** The learned factor `gamma` and summand `beta` behind a normalization. */
export interface ScaleAndCenterOptions extends LayerOptions {
  /** Add a learned `beta`. Default: true. */
  readonly center?: boolean | undefined;
  /** Multiply with a learned `gamma`. Default: true. */
  readonly scale?: boolean | undefined;
  /** Default: `"zeros"`. */
  readonly betaInitializer?: InitializerLike | undefined;
  /** Default: `"ones"`. */
  readonly gammaInitializer?: InitializerLike | undefined;
  readonly betaRegularizer?: RegularizerLike | undefined;
  readonly gammaRegularizer?: RegularizerLike | undefined;
  readonly betaConstraint?: ConstraintLike | undefined;
  readonly gammaConstraint?: ConstraintLike | undefined;
}

export interface ScaleAndCenter {
  readonly scale: boolean;
  readonly center: boolean;
  readonly config: ConfigOptions;
  /** The specs of gamma and beta, where they are wanted. */
  weights(shape: readonly number[]): { readonly gamma?: WeightSpec; readonly beta?: WeightSpec };
}

/** Reads the options that normalizations share. */
export function scaleAndCenter(options: ScaleAndCenterOptions, where: string): ScaleAndCenter {
  const { center = true, scale = true } = options;
  const betaInitializer = toInitializer(options.betaInitializer ?? "zeros", `${where}: betaInitializer`);
  const gammaInitializer = toInitializer(options.gammaInitializer ?? "ones", `${where}: gammaInitializer`);
  const betaRegularizer = toRegularizer(options.betaRegularizer, `${where}: betaRegularizer`);
  const gammaRegularizer = toRegularizer(options.gammaRegularizer, `${where}: gammaRegularizer`);
  const betaConstraint = toConstraint(options.betaConstraint, `${where}: betaConstraint`);
  const gammaConstraint = toConstraint(options.gammaConstraint, `${where}: gammaConstraint`);
  return {
    scale,
    center,
    config: {
      center,
      scale,
      betaInitializer: betaInitializer.config,
      gammaInitializer: gammaInitializer.config,
      betaRegularizer: betaRegularizer?.config,
      gammaRegularizer: gammaRegularizer?.config,
      betaConstraint: betaConstraint?.config,
      gammaConstraint: gammaConstraint?.config,
    },
    weights: (shape) => ({
      ...(scale && { gamma: weight(shape, gammaInitializer, { regularizer: gammaRegularizer, constraint: gammaConstraint }) }),
      ...(center && { beta: weight(shape, betaInitializer, { regularizer: betaRegularizer, constraint: betaConstraint }) }),
    }),
  };
}

/** The tensors that are there, for a composite whose options say which are. */
export const present = (...tensors: readonly (Tensor | undefined)[]): readonly Tensor[] => tensors.filter((tensor) => tensor !== undefined);

/** `y · gamma + beta`, each where it is there. */
export function scaledAndCentered(y: Tensor, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  const scaled = gamma === undefined ? y : y.mul(gamma);
  return beta === undefined ? scaled : scaled.add(beta);
}

/** A weight over some axes of x in a shape that broadcasts: as it is over the last ones, else with axes of size 1 between. */
export function aligned(v: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  const last = axes.every((axis, i) => axis === x.ndim - axes.length + i);
  return last ? v : v.reshape(x.shape.map((size, axis) => (axes.includes(axis) ? size : 1)));
}
