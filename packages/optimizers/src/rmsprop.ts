import type { Tensor } from "@tidu/core-tensor";
import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface RmspropOptions extends OptimizerOptions {
  /** How much of the mean square stays in each step. Default: 0.9. */
  readonly rho?: number | undefined;
  /** Default: 0. */
  readonly momentum?: number | undefined;
  /** Added under the root. Default: 1e-7. */
  readonly epsilon?: number | undefined;
  /** Divide by the variance instead of the mean square (Graves 2013). Default: false. */
  readonly centered?: boolean | undefined;
}

/**
 * Gradients divided by the root of their mean square (Hinton 2012, Neural networks for machine learning, lecture 6e).
 * Default learningRate: 0.001. Keras: `RMSprop`.
 *
 * v ← ρ v + (1 − ρ) g², w ← w − learningRate · g / √(v + ε). The mean square is kept as v / (1 − ρ) and the mean gradient as
 * m / (1 − ρ), the factors are in the rate and in ε.
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
  checkOptions("rmsprop", { rho }, { from: 0, below: 1 });
  checkOptions("rmsprop", { momentum }, { from: 0, to: 1 });
  checkOptions("rmsprop", { epsilon }, { from: 0 });
  const meanSquare = (v: Tensor, g: Tensor): Tensor => v.mul(rho).add(g.square());
  const mean = (m: Tensor, g: Tensor): Tensor => m.mul(rho).add(g);
  const scaledEpsilon = epsilon / (1 - rho);

  return withOptions("rmsprop", options, { learningRate: 0.001 }, (config) =>
    perParameter(config, {
      slots: { v: 0, ...(centered && { m: 0 }), ...(momentum > 0 && { velocity: 0 }) },
      share: ({ learningRate }) => ({ rate: learningRate.mul(-1 / Math.sqrt(1 - rho)) }),
      update: (g, slots, { rate }) => {
        const { m: m0, velocity: velocity0 }: { readonly m?: Tensor; readonly velocity?: Tensor } = slots;
        const v = meanSquare(slots.v, g);
        const m = m0 && mean(m0, g);
        const variance = m === undefined ? v : v.sub(m.square().mul(1 - rho));
        const step = g.mul(rate).div(variance.add(scaledEpsilon).sqrt());
        const velocity = velocity0?.mul(momentum).add(step);
        return [velocity ?? step, { v, ...(m && { m }), ...(velocity && { velocity }) }];
      },
    }),
  );
}
