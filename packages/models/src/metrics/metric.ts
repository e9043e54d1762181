import type { Tensor, TensorSpec, Tree } from "@tidu/core-tensor";
import type { Config } from "@tidu/layers";

/**
 * A measure over any number of batches. Its state (a tree of tensors, mostly a total and a count) rides in the carry of the
 * training loop, so the result is exact for batches of any size.
 */
export interface Metric<State extends Tree = Tree> {
  /** The key in logs: `accuracy`. */
  readonly name: string;
  readonly config: Config;
  init(): State;
  /**
   * @param y the targets as the loss prepared them
   * @param weight one per example `[batch]`, or per position `[batch, time]`; absent when all count alike. What a mask leaves out weighs 0
   * @param mask which steps of the prediction count, bool[batch, time], for metrics that join steps
   */
  update(state: State, y: Tensor, prediction: Tensor, weight: Tensor | undefined, mask?: Tensor): State;
  /** A scalar. */
  result(state: State): Tensor;
}

/** A metric, or one that is chosen by targets and output: `accuracy` is binary, categorical or sparse. */
export interface MetricChoice {
  readonly name: string;
  readonly config: Config;
  resolve(y: TensorSpec, prediction: TensorSpec): Metric;
}
