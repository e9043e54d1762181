import type { Tensor } from "@tidu/core-tensor";
import type { Constraint, Regularizer } from "@tidu/layers";
import { weightSpecsOf } from "../network/network.ts";
import type { FlatWeights, Network } from "../network/network.ts";

/** The weights of a network by what training does with them. */
export interface WeightRoles {
  readonly trainable: FlatWeights;
  readonly moving: FlatWeights;
  readonly fixed: FlatWeights;
}

/** Trainable weights change by gradients, moving ones by themselves, those of frozen layers not at all. */
export function splitWeights(network: Network, weights: FlatWeights): WeightRoles {
  const roles = { trainable: {} as Record<string, Tensor>, moving: {} as Record<string, Tensor>, fixed: {} as Record<string, Tensor> };
  for (const [path, { layer, trainable }] of weightSpecsOf(network)) {
    const weight = weights[path];
    if (weight === undefined) throw new Error(`The model has no weight "${path}".`);
    const role = !layer.trainable ? "fixed" : trainable ? "trainable" : "moving";
    roles[role][path] = weight;
  }
  return roles;
}

/** The penalties and constraints of the trainable weights, by path. */
export function weightRules(network: Network): { readonly regularizers: ReadonlyMap<string, Regularizer>; readonly constraints: ReadonlyMap<string, Constraint> } {
  const regularizers = new Map<string, Regularizer>();
  const constraints = new Map<string, Constraint>();
  for (const [path, { layer, trainable, regularizer, constraint }] of weightSpecsOf(network)) {
    if (regularizer !== undefined) regularizers.set(path, regularizer);
    if (constraint !== undefined && trainable && layer.trainable) constraints.set(path, constraint);
  }
  return { regularizers, constraints };
}
