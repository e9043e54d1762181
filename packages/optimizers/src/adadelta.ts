import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface AdadeltaOptions extends OptimizerOptions {
  /** How much of the mean squares stays in each step. Default: 0.95. */
  readonly rho?: number | undefined;
  /** Added under the roots. Default: 1e-7. */
  readonly epsilon?: number | undefined;
}

/**
 * Steps in the units of the parameter (Zeiler 2012, ADADELTA, algorithm 1). Default learningRate: 0.001; the paper's is 1.
 * Keras: `Adadelta`.
 *
 * E[g²] ← ρ E[g²] + (1 − ρ) g², Δ = −√(E[Δ²] + ε) / √(E[g²] + ε) · g, E[Δ²] ← ρ E[Δ²] + (1 − ρ) Δ², w ← w + learningRate · Δ.
 * Both means are kept divided by 1 − ρ, which leaves the quotient as it is but for ε.
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer {
  const { rho = 0.95, epsilon = 1e-7 } = options;
  checkOptions("adadelta", { rho }, { from: 0, below: 1 });
  checkOptions("adadelta", { epsilon }, { above: 0 });
  const scaledEpsilon = epsilon / (1 - rho);
  return withOptions("adadelta", options, { learningRate: 0.001 }, (config) =>
    perParameter(config, {
      slots: { gradientSquares: 0, changeSquares: 0 },
      share: ({ learningRate }) => ({ rate: learningRate.neg() }),
      update: (g, slots, { rate }) => {
        const gradientSquares = slots.gradientSquares.mul(rho).add(g.square());
        const ratio = slots.changeSquares.add(scaledEpsilon).div(gradientSquares.add(scaledEpsilon)).sqrt();
        const change = ratio.mul(g);
        const changeSquares = slots.changeSquares.mul(rho).add(change.square());
        return [change.mul(rate), { gradientSquares, changeSquares }];
      },
    }),
  );
}
