import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface SgdOptions extends OptimizerOptions {
  /** How much of the last change stays in the next, from 0 to 1. Default: 0. */
  readonly momentum?: number | undefined;
  /** Look ahead along the momentum (Sutskever et al. 2013). Default: false. */
  readonly nesterov?: boolean | undefined;
}

/**
 * Stochastic gradient descent, `w ← w − learningRate · g`, with momentum (Polyak 1964) and Nesterov's form of it.
 * Default learningRate: 0.01. Keras: `SGD`.
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { momentum = 0, nesterov = false } = options;
  checkOptions("sgd", { momentum }, { from: 0, to: 1 });
  return withOptions("sgd", options, { learningRate: 0.01 }, (config) =>
    momentum === 0 ? plain(config) : withMomentum(config, momentum, nesterov),
  );
}

const plain = (config: Optimizer["config"]): Optimizer["transform"] =>
  perParameter(config, {
    slots: {},
    share: ({ learningRate }) => ({ rate: learningRate.neg() }),
    update: (g, _, { rate }) => [g.mul(rate), {}],
  });

const withMomentum = (config: Optimizer["config"], momentum: number, nesterov: boolean): Optimizer["transform"] =>
  perParameter(config, {
    slots: { velocity: 0 },
    share: ({ learningRate }) => ({ rate: learningRate.neg() }),
    update: (g, { velocity }, { rate }) => {
      const step = g.mul(rate);
      const next = velocity.mul(momentum).add(step);
      return [nesterov ? next.mul(momentum).add(step) : next, { velocity: next }];
    },
  });
