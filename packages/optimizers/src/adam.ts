import type { Tensor } from "@tidu/core-tensor";
import { biasCorrection } from "./bias-correction.ts";
import { checkOptions } from "./check-option.ts";
import { withOptions } from "./options.ts";
import type { OptimizerOptions } from "./options.ts";
import type { Optimizer } from "./optimizer.ts";
import { perParameter } from "./rule.ts";

export interface AdamOptions extends OptimizerOptions {
  /** How much of the mean gradient stays in each step. Default: 0.9. */
  readonly beta1?: number | undefined;
  /** How much of the mean square stays in each step. Default: 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square before its bias correction ("epsilon hat" in the paper). Default: 1e-7. */
  readonly epsilon?: number | undefined;
  /** Divide by the largest mean square so far (Reddi et al. 2018). Default: false. */
  readonly amsgrad?: boolean | undefined;
}

/**
 * Adaptive moments (Kingma & Ba 2015, Adam, section 2). Default learningRate: 0.001. Keras: `Adam`.
 *
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − α m / (√v + ε) with α = learningRate · √(1 − β₂ᵗ) / (1 − β₁ᵗ).
 */
export const adam = (options: AdamOptions = {}): Optimizer =>
  withOptions("adam", options, { learningRate: 0.001 }, (config) => adamRule(config, options));

/**
 * The moments are kept as m / (1 − β₁) and v / (1 − β₂), and all constants are in α and ε, which are scalars: with the addition
 * to the parameter ten operations on its elements.
 */
export function adamRule(
  config: Optimizer["config"],
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false }: AdamOptions,
): Optimizer["transform"] {
  checkOptions(config.kind, { beta1, beta2 }, { from: 0, below: 1 });
  checkOptions(config.kind, { epsilon }, { from: 0 });
  const scaledEpsilon = epsilon / Math.sqrt(1 - beta2);
  return perParameter(config, {
    slots: { m: 0, v: 0, ...(amsgrad && { largest: 0 }) },
    share: ({ learningRate, t }) => {
      const corrected = biasCorrection(beta2, t).sqrt().div(biasCorrection(beta1, t));
      return { alpha: learningRate.mul(-(1 - beta1) / Math.sqrt(1 - beta2)).mul(corrected) };
    },
    update: (g, slots, { alpha }) => {
      const { largest: largest0 }: { readonly largest?: Tensor } = slots;
      const m = slots.m.mul(beta1).add(g);
      const v = slots.v.mul(beta2).add(g.square());
      const largest = largest0?.maximum(v);
      const update = m.mul(alpha).div((largest ?? v).sqrt().add(scaledEpsilon));
      return [update, { m, v, ...(largest && { largest }) }];
    },
  });
}
