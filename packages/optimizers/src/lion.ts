import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface LionOptions extends OptimizerOptions {
  /** How much of the mean gradient decides the direction, above 0 and below 1. Default: 0.9. */
  readonly beta1?: number | undefined;
  /** How much of the mean gradient stays in each step. Default: 0.99. */
  readonly beta2?: number | undefined;
}

/**
 * The sign of a mean gradient as the step (Chen et al. 2023, Symbolic discovery of optimization algorithms, algorithm 2).
 * Default learningRate: 0.001. Keras: `Lion`.
 *
 * w ← w − learningRate · sign(β₁ m + (1 − β₁) g), m ← β₂ m + (1 − β₂) g. The mean is kept as m / (1 − β₂).
 */
export function lion(options: LionOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.99 } = options;
  checkOptions("lion", { beta1 }, { above: 0, below: 1 });
  checkOptions("lion", { beta2 }, { from: 0, below: 1 });
  const share = (beta1 * (1 - beta2)) / (1 - beta1);
  return withOptions("lion", options, { learningRate: 0.001 }, (config) =>
    perParameter(config, {
      slots: { m: 0 },
      share: ({ learningRate }) => ({ rate: learningRate.neg() }),
      update: (g, { m }, { rate }) => [m.mul(share).add(g).sign().mul(rate), { m: m.mul(beta2).add(g) }],
    }),
  );
}
