import { adamRule } from "./adam.ts";
import type { AdamOptions } from "./adam.ts";
import { withOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2). Default learningRate: 0.001, weightDecay: 0.004.
 * Keras: `AdamW`.
 */
export const adamW = (options: AdamOptions = {}): Optimizer =>
  withOptions("adamW", options, { learningRate: 0.001, weightDecay: 0.004 }, (config) => adamRule(config, options));
