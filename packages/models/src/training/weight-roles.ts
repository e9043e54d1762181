import type { Tensor } from "@tidu/core-tensor";
import type { Constraint, Regularizer } from "@tidu/layers";
import type { Network } from "../network/network.ts";
import { weightSpecsOf } from "../network/network-weights.ts";
import type { LayerWeightSpec } from "../network/network-weights.ts";
import type { FlatWeights } from "../network/weight-paths.ts";

/** The weights of a network by what training does with them. */
export interface WeightRoles {
  /** They change by gradients. */
  readonly trainable: FlatWeights;
  /** They change by themselves: running statistics, and the states of stateful layers. */
  readonly moving: FlatWeights;
  /** Those of frozen layers: they stay. */
  readonly fixed: FlatWeights;
}

export type WeightRole = keyof WeightRoles;

/**
 * All weights by role, in the order of the layers.
 *
 * @throws when one is missing
 */
export function splitWeights(network: Network, weights: FlatWeights): WeightRoles {
  const roles: Record<WeightRole, Record<string, Tensor>> = { trainable: {}, moving: {}, fixed: {} };
  for (const [path, spec] of weightSpecsOf(network)) {
    const weight = weights[path];
    if (weight === undefined) throw new Error(`The model has no weight "${path}".`);
    roles[roleOf(spec)][path] = weight;
  }
  return roles;
}

export interface WeightRules {
  readonly regularizers: ReadonlyMap<string, Regularizer>;
  readonly constraints: ReadonlyMap<string, Constraint>;
}

/** The penalties and constraints of the trainable weights, by path. Those of frozen layers rest, as in Keras. */
export function weightRules(network: Network): WeightRules {
  const trainable = [...weightSpecsOf(network)].filter(([, spec]) => roleOf(spec) === "trainable");
  return {
    regularizers: new Map(trainable.flatMap(([path, { regularizer }]) => (regularizer === undefined ? [] : [[path, regularizer]]))),
    constraints: new Map(trainable.flatMap(([path, { constraint }]) => (constraint === undefined ? [] : [[path, constraint]]))),
  };
}

function roleOf({ frozen, trainable, state }: LayerWeightSpec): WeightRole {
  if (state === true) return "moving";
  if (frozen) return "fixed";
  return trainable ? "trainable" : "moving";
}
