import { composite, printSpec, resolveAxis, rsqrt, size, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { averaged, corrected, renormalization } from "./batch-renormalization.ts";
import type { RenormalizationOptions } from "./batch-renormalization.ts";
import { aligned, present, scaleAndCenter, scaledAndCentered } from "./scale-and-center.ts";
import type { ScaleAndCenterOptions } from "./scale-and-center.ts";
import { moments } from "./standardize.ts";

export interface BatchNormalizationOptions extends ScaleAndCenterOptions, RenormalizationOptions {
  /** The axis of the features. Default: -1. */
  readonly axis?: number | undefined;
  /** How much of the running statistics stays at each step. Default: 0.99. */
  readonly momentum?: number | undefined;
  /** Added to the variance. Default: 0.001. */
  readonly epsilon?: number | undefined;
  /** Default: `"zeros"`. */
  readonly movingMeanInitializer?: InitializerLike | undefined;
  /** Default: `"ones"`. */
  readonly movingVarianceInitializer?: InitializerLike | undefined;
}

/**
 * Brings every feature to mean 0 and variance 1, then scales and shifts it: in training with the statistics of the batch, which
 * also move the running ones (the layer's updates), else with the running ones. With `trainable: false` it always uses the
 * running ones. A mask leaves steps out of the statistics (Ioffe & Szegedy 2015; Keras `BatchNormalization`).
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const where = options.name ?? "batchNormalization";
  const { axis = -1, trainable = true } = options;
  const momentum = within(where, "momentum", options.momentum ?? 0.99, 0, 1);
  const epsilon = within(where, "epsilon", options.epsilon ?? 1e-3, 0);
  const affine = scaleAndCenter(options, where);
  const movingMeanInitializer = toInitializer(options.movingMeanInitializer ?? "zeros", `${where}: movingMeanInitializer`);
  const movingVarianceInitializer = toInitializer(options.movingVarianceInitializer ?? "ones", `${where}: movingVarianceInitializer`);
  const renormalized = renormalization(options, movingMeanInitializer, movingVarianceInitializer, where);
  return layer("batchNormalization", {
    options,
    config: {
      axis,
      momentum,
      epsilon,
      ...affine.config,
      movingMeanInitializer: movingMeanInitializer.config,
      movingVarianceInitializer: movingVarianceInitializer.config,
      ...renormalized.config,
    },
    rank: { atLeast: 1 },
    weights: ([x], where) => {
      const shape = [knownSize(x, resolveAxis(axis, x.shape.length, where), where)];
      return {
        ...affine.weights(shape),
        movingMean: weight(shape, movingMeanInitializer, { trainable: false }),
        movingVariance: weight(shape, movingVarianceInitializer, { trainable: false }),
        ...renormalized.weights(shape),
      };
    },
    masking: "passes",
    apply: ({ gamma, beta, movingMean, movingVariance, ...running }, x, { training = false, mask, frozen = false }) => {
      const at = resolveAxis(axis, x.ndim, where);
      if (!training || !trainable || frozen === true) return normalize(x, at, epsilon, movingMean, movingVariance, gamma, beta);

      const axes = otherAxes(x, at);
      const [mean, variance] = mask === undefined ? moments(x, axes) : maskedMoments(x, axes, mask, where);
      const batch = { mean: mean.reshape(movingMean.shape), variance: variance.reshape(movingVariance.shape), epsilon, momentum };
      const correction = renormalized.correct(batch, running);
      const [scale, shift] = correction === undefined ? [gamma, beta] : corrected(correction, gamma, beta);
      const y =
        mask === undefined
          ? normalizeBatch(x, at, epsilon, scale, shift)
          : scaledAndCentered(
              x.sub(mean).mul(rsqrt(variance.add(epsilon))),
              scale && aligned(scale, x, [at]),
              shift && aligned(shift, x, [at]),
            );
      const updates = {
        movingMean: averaged(movingMean, batch.mean, momentum),
        movingVariance: correction?.movingVariance ?? averaged(movingVariance, batch.variance, momentum),
        ...correction?.updates,
      };
      return [y, updates];
    },
  });
}

const otherAxes = (x: Tensor, axis: number): readonly number[] => x.shape.map((_, i) => i).filter((i) => i !== axis);

/**
 * With the statistics of the batch: `d · s + beta`, where d is `x − mean`, r is `1 / √(variance + epsilon)` and s is `gamma · r`. With g the
 * cotangent, beta gets Σ g, gamma gets `r · Σ g d`, and x gets `s · (g − mean(g) − d · r² · mean(g d))`: few passes over whole tensors,
 * the rest is arithmetic of one number per feature.
 */
function normalizeBatch(x: Tensor, axis: number, epsilon: number, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  const [scale, center] = [gamma !== undefined, beta !== undefined];
  const axes = otherAxes(x, axis);
  const statistics = (x: Tensor, gamma: Tensor | undefined): { readonly d: Tensor; readonly r: Tensor; readonly s: Tensor } => {
    const [mean, variance] = moments(x, axes);
    const r = rsqrt(variance.add(epsilon));
    return { d: x.sub(mean), r, s: scale && gamma !== undefined ? r.mul(aligned(gamma, x, [axis])) : r };
  };
  return composite(
    {
      name: "batchNormalizationTraining",
      options: { axis, epsilon, scale, center },
      body: (x, ...weights) => {
        const { d, s } = statistics(x, weights[0]);
        const shift = center ? weights.at(-1) : undefined;
        return shift === undefined ? d.mul(s) : d.mul(s).add(aligned(shift, x, [axis]));
      },
      gradient: ({ args: [x, first], cotangent: g }) => {
        if (x === undefined) return [];
        const { d, r, s } = statistics(x, first);
        const along = { axis: axes, keepDims: true };
        const sum = g.sum(along);
        const product = g.mul(d).sum(along);
        const count = size(x, axes, "float32");
        const forD = s.mul(r.square()).mul(product.div(count)).neg();
        const forX = g
          .mul(s)
          .add(d.mul(forD))
          .sub(s.mul(sum.div(count)));
        const features = [x.shape[axis] ?? 1];
        return [forX, ...(scale ? [product.mul(r).reshape(features)] : []), ...(center ? [sum.reshape(features)] : [])];
      },
    },
    x,
    ...present(gamma, beta),
  );
}

/** With given statistics: `x · s + (beta − mean · s)`, where s is `gamma / √(variance + epsilon)`. */
function normalize(
  x: Tensor,
  axis: number,
  epsilon: number,
  mean: Tensor,
  variance: Tensor,
  gamma: Tensor | undefined,
  beta: Tensor | undefined,
): Tensor {
  const [scale, center] = [gamma !== undefined, beta !== undefined];
  return composite(
    {
      name: "batchNormalization",
      options: { axis, epsilon, scale, center },
      body: (x, ...weights) => {
        const [mean, variance, ...affine] = weights.map((weight) => aligned(weight, x, [axis]));
        if (mean === undefined || variance === undefined) throw new Error("batchNormalization: expected mean and variance.");
        const root = rsqrt(variance.add(epsilon));
        const s = scale ? root.mul(affine[0] ?? 1) : root;
        const shift = mean.mul(s).neg();
        return x.mul(s).add(center ? shift.add(affine.at(-1) ?? 0) : shift);
      },
    },
    x,
    mean,
    variance,
    ...present(gamma, beta),
  );
}

/** Mean and variance of the steps that count: mask bool, all axes of x but the last. */
function maskedMoments(x: Tensor, axes: readonly number[], mask: Tensor, where: string): readonly [mean: Tensor, variance: Tensor] {
  if (mask.ndim !== x.ndim - 1)
    throw new Error(`${where}: expected a mask of rank ${x.ndim - 1} for ${printSpec(x.spec)}, received ${printSpec(mask.spec)}.`);
  const counts = mask.expandDims(-1).broadcastTo(x.shape);
  const along = { axis: axes, keepDims: true };
  const count = counts.cast("float32").sum(along).add(1e-7);
  const mean = select(counts, x, 0).sum(along).div(count);
  const variance = select(counts, x.sub(mean), 0).square().sum(along).div(count);
  return [mean, variance];
}
