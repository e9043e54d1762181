import { literal } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { biasCorrection } from "./bias-correction.ts";
import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface NadamOptions extends OptimizerOptions {
  /** How much of the mean gradient stays in each step. Default: 0.9. */
  readonly beta1?: number | undefined;
  /** How much of the mean square stays in each step. Default: 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the corrected mean square. Default: 1e-7. */
  readonly epsilon?: number | undefined;
}

/**
 * Adam with Nesterov momentum (Dozat 2016, Incorporating Nesterov momentum into Adam, algorithm 2). Default learningRate: 0.001.
 * Keras: `Nadam`.
 *
 * μₜ = β₁ (1 − 0.96ᵗ / 2), m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
 * m̂ = μₜ₊₁ m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) g / (1 − μ₁ ⋯ μₜ), v̂ = v / (1 − β₂ᵗ), w ← w − learningRate · m̂ / (√v̂ + ε).
 * The moments are kept as m / (1 − β₁) and v / (1 − β₂), the factors are in scalars.
 */
export function nadam(options: NadamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  checkOptions("nadam", { beta1, beta2 }, { from: 0, below: 1 });
  checkOptions("nadam", { epsilon }, { from: 0 });
  const one = literal(1, "float32");
  const mu = (t: Tensor): Tensor =>
    t
      .mul(Math.log(0.96))
      .exp()
      .mul(-0.5 * beta1)
      .add(beta1);

  return withOptions("nadam", options, { learningRate: 0.001 }, (config) =>
    perParameter(config, {
      slots: { m: 0, v: 0 },
      memory: { name: "muProduct", start: 1, next: (product, { t }) => product.mul(mu(t)) },
      share: ({ learningRate, t }, muProduct) => {
        const next = mu(t.add(1));
        const correction = biasCorrection(beta2, t)
          .mul(1 / (1 - beta2))
          .sqrt();
        const rate = learningRate.mul(correction).neg();
        return {
          ofMean: rate.mul(next.mul(1 - beta1)).div(one.sub(muProduct.mul(next))),
          ofGradient: rate.mul(one.sub(mu(t))).div(one.sub(muProduct)),
          scaledEpsilon: correction.mul(epsilon),
        };
      },
      update: (g, slots, { ofMean, ofGradient, scaledEpsilon }) => {
        const m = slots.m.mul(beta1).add(g);
        const v = slots.v.mul(beta2).add(g.square());
        return [m.mul(ofMean).add(g.mul(ofGradient)).div(v.sqrt().add(scaledEpsilon)), { m, v }];
      },
    }),
  );
}
