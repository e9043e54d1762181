import { foldIn, printShape, printSpec, sameShape, Tensor } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
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
  /** Whether every batch changes it, in prediction too: what a stateful layer carries from batch to batch. Default: false. */
  readonly state?: boolean | undefined;
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
  options: {
    readonly regularizer?: Regularizer | undefined;
    readonly constraint?: Constraint | undefined;
    readonly trainable?: boolean;
    readonly state?: boolean;
  } = {},
): WeightSpec => ({ shape, initializer, trainable: true, ...options });

export const isWeightSpec = (value: WeightSpec | WeightSpecs): value is WeightSpec =>
  "initializer" in value && typeof value.initializer === "function";

/** First values of a tree of weights; every weight draws from a key of its own. */
export function initialize(specs: WeightSpecs, key: Tensor): Weights {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec], i) => {
      const own = foldIn(key, i);
      return [name, isWeightSpec(spec) ? spec.initializer(own, spec.shape) : initialize(spec, own)];
    }),
  );
}

/** The same weights, none of them trainable. */
export const frozen = (specs: WeightSpecs): WeightSpecs =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, isWeightSpec(spec) ? { ...spec, trainable: false } : frozen(spec)]),
  );

interface SpecTree {
  readonly [name: string]: TensorSpec | SpecTree;
}

/** The tree of tensor specs of a tree of weights. */
export const weightTensorSpecs = (specs: WeightSpecs): SpecTree =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      isWeightSpec(spec) ? { shape: spec.shape, dtype: "float32" as const } : weightTensorSpecs(spec),
    ]),
  );

/**
 * Checks that the given weights are those that the layer declares for its inputs.
 *
 * @throws when one is missing or has another shape
 */
export function checkWeights(specs: WeightSpecs, weights: Weights, where: string, received: readonly TensorSpec[]): void {
  for (const [name, spec] of Object.entries(specs)) {
    const value = weights[name];
    if (value === undefined) throw new Error(`${where}: the weight "${name}" is missing. Make weights with init.`);
    if (!isWeightSpec(spec)) {
      if (!(value instanceof Tensor)) checkWeights(spec, value, where, received);
    } else if (!(value instanceof Tensor) || !sameShape(value.shape, spec.shape)) {
      const inputs = received.map(printSpec).join(" and ");
      const found = value instanceof Tensor ? printSpec(value.spec) : "weights of an inner layer";
      throw new Error(`${where}: for the input ${inputs} expected "${name}" to be float32${printShape(spec.shape)}, received ${found}.`);
    }
  }
}
