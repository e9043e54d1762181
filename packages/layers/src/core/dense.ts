import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import { toConstraint } from "../constraints/to-constraint.ts";
import type { ConstraintLike } from "../constraints/to-constraint.ts";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { toRegularizer } from "../regularizers/to-regularizer.ts";
import type { RegularizerLike } from "../regularizers/to-regularizer.ts";
import { weight } from "../weight.ts";

export interface DenseOptions extends LayerOptions {
  /** The number of outputs. */
  readonly units: number;
  /** Applied to the result. Default: none. */
  readonly activation?: ActivationLike | undefined;
  /** Add a learned vector. Default: true. */
  readonly useBias?: boolean | undefined;
  /** Default: `"glorotUniform"`. */
  readonly kernelInitializer?: InitializerLike | undefined;
  /** Default: `"zeros"`. */
  readonly biasInitializer?: InitializerLike | undefined;
  readonly kernelRegularizer?: RegularizerLike | undefined;
  readonly biasRegularizer?: RegularizerLike | undefined;
  readonly kernelConstraint?: ConstraintLike | undefined;
  readonly biasConstraint?: ConstraintLike | undefined;
}

/**
 * `activation(x · kernel + bias)` along the last axis: `[batch, …, features]` to `[batch, …, units]` (Keras `Dense`).
 *
 * @example
 * dense({ units: 10, activation: "softmax" });
 */
export function dense(options: DenseOptions): Layer {
  const where = options.name ?? "dense";
  const { useBias = true } = options;
  const units = positiveInteger(where, "units", options.units);
  const activation = toActivation(options.activation, `${where}: activation`);
  const kernelInitializer = toInitializer(options.kernelInitializer ?? "glorotUniform", `${where}: kernelInitializer`);
  const biasInitializer = toInitializer(options.biasInitializer ?? "zeros", `${where}: biasInitializer`);
  const kernelRegularizer = toRegularizer(options.kernelRegularizer, `${where}: kernelRegularizer`);
  const biasRegularizer = toRegularizer(options.biasRegularizer, `${where}: biasRegularizer`);
  const kernelConstraint = toConstraint(options.kernelConstraint, `${where}: kernelConstraint`);
  const biasConstraint = toConstraint(options.biasConstraint, `${where}: biasConstraint`);
  return layer("dense", {
    options,
    config: {
      units,
      activation: activation.config,
      useBias,
      kernelInitializer: kernelInitializer.config,
      biasInitializer: biasInitializer.config,
      kernelRegularizer: kernelRegularizer?.config,
      biasRegularizer: biasRegularizer?.config,
      kernelConstraint: kernelConstraint?.config,
      biasConstraint: biasConstraint?.config,
    },
    rank: { atLeast: 2, axes: "[batch, …, features]" },
    weights: ([x], where) => ({
      kernel: weight([knownSize(x, -1, where), units], kernelInitializer, { regularizer: kernelRegularizer, constraint: kernelConstraint }),
      ...(useBias && { bias: weight([units], biasInitializer, { regularizer: biasRegularizer, constraint: biasConstraint }) }),
    }),
    masking: "passes",
    apply: ({ kernel, bias }, x) => {
      const y = x.matmul(kernel);
      return activation.apply(bias === undefined ? y : y.add(bias));
    },
  });
}
