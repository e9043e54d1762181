import { biasCorrection } from "./bias-correction.ts";
import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface AdamaxOptions extends OptimizerOptions {
  /** How much of the mean gradient stays in each step. Default: 0.9. */
  readonly beta1?: number | undefined;
  /** How much of the largest gradient stays in each step. Default: 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the largest gradient. Default: 1e-7. */
  readonly epsilon?: number | undefined;
}

/**
 * Adam with the infinity norm (Kingma & Ba 2015, Adam, algorithm 2). Default learningRate: 0.001. Keras: `Adamax`.
 *
 * m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g|), w ← w − learningRate / (1 − β₁ᵗ) · m / (u + ε). The mean is kept as m / (1 − β₁).
 */
export function adamax(options: AdamaxOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  checkOptions("adamax", { beta1, beta2 }, { from: 0, below: 1 });
  checkOptions("adamax", { epsilon }, { from: 0 });
  return withOptions("adamax", options, { learningRate: 0.001 }, (config) =>
    perParameter(config, {
      slots: { m: 0, u: 0 },
      share: ({ learningRate, t }) => ({ alpha: learningRate.mul(beta1 - 1).div(biasCorrection(beta1, t)) }),
      update: (g, slots, { alpha }) => {
        const m = slots.m.mul(beta1).add(g);
        const u = slots.u.mul(beta2).maximum(g.abs());
        return [m.mul(alpha).div(u.add(epsilon)), { m, u }];
      },
    }),
  );
}
