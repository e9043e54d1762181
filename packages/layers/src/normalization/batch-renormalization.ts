import { maximum, stopGradient } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkOptions } from "../config.ts";
import type { ConfigOptions } from "../config.ts";
import { initializer } from "../initializers/initializer.ts";
import type { Initializer } from "../initializers/initializer.ts";
import { within } from "../option-checks.ts";
import { weight } from "../weight.ts";
import type { WeightSpec } from "../weight.ts";

/** Options of batch renormalization. */
export interface RenormalizationOptions {
  /** Correct the statistics of each batch towards the running ones, for small batches (Ioffe 2017). Default: false. */
  readonly renorm?: boolean | undefined;
  /** Bounds of the corrections: r from `rmin` to `rmax`, d from `-dmax` to `dmax`. Default: none. */
  readonly renormClipping?: RenormClipping | undefined;
  /** How much stays, at each step, of the running statistics that the corrections go by. Default: 0.99. */
  readonly renormMomentum?: number | undefined;
}

export interface RenormClipping {
  readonly rmin?: number | undefined;
  readonly rmax?: number | undefined;
  readonly dmax?: number | undefined;
}

/** What batch renormalization adds to the weights: all running, none trained. */
export type RenormalizationWeights<Value> = { readonly [K in "movingStddev" | "renormMean" | "renormStddev"]?: Value };

export interface Renormalization {
  readonly config: ConfigOptions;
  weights(shape: readonly number[]): RenormalizationWeights<WeightSpec>;
  /** The corrections of the standardized x, which is to become `x · r + d`, and the new running statistics. */
  correct(batch: BatchStatistics, weights: RenormalizationWeights<Tensor>): Correction | undefined;
}

interface BatchStatistics {
  /** [features] */
  readonly mean: Tensor;
  /** [features] */
  readonly variance: Tensor;
  readonly epsilon: number;
  readonly momentum: number;
}

export interface Correction {
  /** [features], constant to the gradient */
  readonly r: Tensor;
  /** [features], constant to the gradient */
  readonly d: Tensor;
  readonly movingVariance: Tensor;
  readonly updates: Readonly<Record<"movingStddev" | "renormMean" | "renormStddev", Tensor>>;
}

/**
 * Reads the options of batch renormalization: where σ is the deviation of the batch and the running statistics have a bar,
 * `r = σ / σ̄` and `d = (mean − mean̄) / σ̄` (Ioffe 2017, algorithm 1; Keras `BatchNormalization(renorm=True)`).
 *
 * @throws when the bounds contradict each other
 */
export function renormalization(
  options: RenormalizationOptions,
  meanInitializer: Initializer,
  varianceInitializer: Initializer,
  where: string,
): Renormalization {
  const { renorm = false, renormClipping } = options;
  const renormMomentum = within(where, "renormMomentum", options.renormMomentum ?? 0.99, 0, 1);
  const { rmin, rmax, dmax } = renormClipping ?? {};
  checkOptions(`${where}: renormClipping`, renormClipping ?? {}, ["rmin", "rmax", "dmax"]);
  if (rmin !== undefined && rmax !== undefined) within(where, "renormClipping.rmax", rmax, rmin);
  if (dmax !== undefined) within(where, "renormClipping.dmax", dmax, 0);
  const deviation = initializer({ kind: "deviation", options: {} }, (key, shape) => varianceInitializer(key, shape).sqrt());
  return {
    config: { renorm, renormClipping: renormClipping && { ...renormClipping }, renormMomentum },
    weights: (shape) =>
      renorm
        ? {
            movingStddev: weight(shape, deviation, { trainable: false }),
            renormMean: weight(shape, meanInitializer, { trainable: false }),
            renormStddev: weight(shape, deviation, { trainable: false }),
          }
        : {},
    correct: ({ mean, variance, epsilon, momentum }, { movingStddev, renormMean, renormStddev }) => {
      if (movingStddev === undefined || renormMean === undefined || renormStddev === undefined) return undefined;
      const stddev = variance.add(epsilon).sqrt();
      const running = maximum(renormStddev, Math.sqrt(epsilon));
      const moved = averaged(movingStddev, stddev, momentum);
      return {
        r: stopGradient(limited(stddev.div(running), rmin, rmax)),
        d: stopGradient(limited(mean.sub(renormMean).div(running), dmax && -dmax, dmax)),
        movingVariance: maximum(moved.square().sub(epsilon), 0),
        updates: {
          movingStddev: moved,
          renormMean: averaged(renormMean, mean, renormMomentum),
          renormStddev: averaged(renormStddev, stddev, renormMomentum),
        },
      };
    },
  };
}

/** Scale and shift with the corrections: `(x · r + d) · gamma + beta = x · (r · gamma) + (d · gamma + beta)`. */
export function corrected(
  { r, d }: Correction,
  gamma: Tensor | undefined,
  beta: Tensor | undefined,
): readonly [scale: Tensor, shift: Tensor] {
  const shift = gamma === undefined ? d : d.mul(gamma);
  return [gamma === undefined ? r : r.mul(gamma), beta === undefined ? shift : shift.add(beta)];
}

/** `running · momentum + batch · (1 − momentum)` */
export const averaged = (running: Tensor, batch: Tensor, momentum: number): Tensor => running.mul(momentum).add(batch.mul(1 - momentum));

function limited(x: Tensor, low: number | undefined, high: number | undefined): Tensor {
  const raised = low === undefined ? x : x.maximum(low);
  return high === undefined ? raised : raised.minimum(high);
}
