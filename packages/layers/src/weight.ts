import type { Tensor } from "@tidu/core-tensor";
import type { Constraint } from "./constraints/constraint.ts";
import type { Initializer } from "./initializers/initializer.ts";
import type { Regularizer } from "./regularizers/regularizer.ts";

/** What a layer declares of one weight. */
export interface WeightSpec {
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  readonly regularizer?: Regularizer | undefined;
  readonly constraint?: Constraint | undefined;
  /** Whether gradients change it; running statistics are not trainable. */
  readonly trainable: boolean;
}

/** The weights of a layer by name; nested for a layer that holds others. */
export interface WeightSpecs {
  readonly [name: string]: WeightSpec | WeightSpecs;
}

/** The values of the weights: the same tree with tensors. */
export interface Weights {
  readonly [name: string]: Tensor | Weights;
}

/** New values of the weights that change by themselves (running statistics): part of the tree. */
export type Updates = Weights;

/** Declares a trainable weight, as layers do most of the time. */
export const weight = (
  shape: readonly number[],
  initializer: Initializer,
  options: { readonly regularizer?: Regularizer | undefined; readonly constraint?: Constraint | undefined; readonly trainable?: boolean } = {},
): WeightSpec => ({ shape, initializer, trainable: true, ...options });

export const isWeightSpec = (value: WeightSpec | WeightSpecs): value is WeightSpec => "initializer" in value && typeof value.initializer === "function";
