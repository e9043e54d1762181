import { gather, scan, stopGradient, valueAuxAndGrad, foldIn, mapTree } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import type { Constraint, Regularizer } from "@tidu/layers";
import type { Optimizer, OptimizerState } from "@tidu/optimizers";
import { applyNetwork } from "../network/apply-network.ts";
import type { Network } from "../network/network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { metricResults, totalLoss, updateMetrics } from "./objective.ts";
import type { Batch, Objective } from "./objective.ts";

/** All that a training step needs to know before it is traced. */
export interface TrainingSetup {
  readonly network: Network;
  readonly objectives: readonly Objective[];
  readonly optimizer: Optimizer;
  /** By path of a trainable weight. */
  readonly regularizers: ReadonlyMap<string, Regularizer>;
  readonly constraints: ReadonlyMap<string, Constraint>;
  /** Whether the step also gives the metrics' running values, for callbacks that look at every batch. */
  readonly perBatchMetrics: boolean;
}

/** What a step hands to the next one. */
export type Carry = {
  readonly trainable: FlatWeights;
  /** Weights that change by themselves: running statistics. */
  readonly moving: FlatWeights;
  readonly optimizer: OptimizerState;
  readonly metrics: readonly Tree[];
};

/** The data set on the backend: rows first. Steps pick their rows by index. */
export type ResidentData = {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  /** By output position, for those that have weights. */
  readonly sampleWeight: { readonly [output: number]: Tensor };
};

/** Weights that stay as they are (frozen layers), and the key of the randomness. */
export type Fixed = {
  readonly weights: FlatWeights;
  readonly key: Tensor;
};

/** What a step reports: its loss, those of the outputs when there are several, and metrics so far when asked. */
export type StepLogs = Readonly<Record<string, Tensor>>;

/** One training step: forward, loss, backward, update, metrics. */
export function trainStep(
  setup: TrainingSetup,
  { trainable, moving, optimizer, metrics }: Carry,
  batch: Batch,
  fixed: Fixed,
): readonly [Carry, StepLogs] {
  const { network, objectives, regularizers, constraints } = setup;
  const forward = (weights: FlatWeights): readonly [Tensor, ForwardResult] => {
    const key = foldIn(fixed.key, optimizer.step);
    const result = applyNetwork(network, { ...fixed.weights, ...moving, ...weights }, batch.x, { training: true, key });
    const losses = totalLoss(objectives, batch, result, [...result.losses, ...penalties(regularizers, weights)]);
    const masks = Object.fromEntries(result.masks.flatMap((mask, i) => (mask === undefined ? [] : [[i, mask]])));
    const { outputs, updates } = result;
    return [losses.total, { outputs, masks, updates: mapTree(stopGradient, updates), perOutput: losses.perOutput }];
  };
  const [loss, { outputs, masks, updates, perOutput }, gradient] = valueAuxAndGrad(forward)(trainable);
  const [changes, nextOptimizer] = setup.optimizer.update(gradient, optimizer, trainable);
  const moved = mapTree((weight, change) => weight.add(change), trainable, changes);
  const next: Carry = {
    trainable: Object.fromEntries(Object.entries(moved).map(([path, weight]) => [path, constraints.get(path)?.(weight) ?? weight])),
    moving: { ...moving, ...updates },
    optimizer: nextOptimizer,
    metrics: updateMetrics(objectives, metrics, batch, { outputs, masks: outputs.map((_, i) => masks[i]) }),
  };
  const each = objectives.length > 1 ? Object.fromEntries(objectives.map(({ output }, i) => [`${output}_loss`, perOutput[i] ?? loss])) : {};
  return [next, { loss, ...each, ...(setup.perBatchMetrics ? metricResults(objectives, next.metrics) : {}) }];
}

/**
 * K training steps as one graph: the step scanned over rows of indices.
 *
 * @param indices int32[steps, batch], rows of the data set
 */
export const manySteps = (
  setup: TrainingSetup,
  carry: Carry,
  data: ResidentData,
  fixed: Fixed,
  indices: Tensor,
): readonly [Carry, StepLogs] =>
  scan((state: Carry, rows: Tensor) => trainStep(setup, state, takeBatch(data, rows, setup), fixed), carry, indices);

/** The rows of a batch; bytes become the numbers that the network takes here, so that the data set stays small. */
export const takeBatch = (data: ResidentData, rows: Tensor, { network, objectives }: TrainingSetup): Batch => ({
  x: data.x.map((values, i) => gather(values, rows).cast(network.inputs[i]?.spec.dtype ?? "float32")),
  y: data.y.map((values) => gather(values, rows)),
  sampleWeight: objectives.map((_, i) => {
    const weights = data.sampleWeight[i];
    return weights && gather(weights, rows);
  }),
});

export const penalties = (regularizers: ReadonlyMap<string, Regularizer>, weights: FlatWeights): readonly Tensor[] =>
  [...regularizers].flatMap(([path, penalty]) => {
    const weight = weights[path];
    return weight === undefined ? [] : [penalty(weight)];
  });

interface ForwardResult {
  readonly [name: string]: Tree;
  readonly outputs: readonly Tensor[];
  /** By output position, for those that have one. */
  readonly masks: { readonly [output: number]: Tensor };
  readonly updates: FlatWeights;
  readonly perOutput: readonly Tensor[];
}
