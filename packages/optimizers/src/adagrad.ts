import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface AdagradOptions extends OptimizerOptions {
  /** Default: 0.1. */
  readonly initialAccumulatorValue?: number | undefined;
  /** Added under the root. Default: 1e-7. */
  readonly epsilon?: number | undefined;
}

/**
 * A rate per parameter that shrinks with all gradients so far (Duchi et al. 2011, Adaptive subgradient methods).
 * Default learningRate: 0.001. Keras: `Adagrad`.
 *
 * a ← a + g², w ← w − learningRate · g / √(a + ε). The sum is kept as a + ε.
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const { initialAccumulatorValue = 0.1, epsilon = 1e-7 } = options;
  checkOptions("adagrad", { initialAccumulatorValue, epsilon }, { from: 0 });
  return withOptions("adagrad", options, { learningRate: 0.001 }, (config) =>
    perParameter(config, {
      slots: { sum: initialAccumulatorValue + epsilon },
      share: ({ learningRate }) => ({ rate: learningRate.neg() }),
      update: (g, slots, { rate }) => {
        const sum = slots.sum.add(g.square());
        return [g.mul(rate).div(sum.sqrt()), { sum }];
      },
    }),
  );
}
