import { composite, printSpec, resolveAxis, rsqrt, size, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { aligned, present, scaleAndCenter, scaledAndCentered } from "./scale-and-center.ts";
import type { ScaleAndCenterOptions } from "./scale-and-center.ts";
import { moments } from "./standardize.ts";

export interface BatchNormalizationOptions extends ScaleAndCenterOptions {
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
  return layer("batchNormalization", {
    options,
    config: {
      axis,
      momentum,
      epsilon,
      ...affine.config,
      movingMeanInitializer: movingMeanInitializer.config,
      movingVarianceInitializer: movingVarianceInitializer.config,
    },
    rank: { atLeast: 1 },
    weights: ([x], where) => {
      const shape = [knownSize(x, resolveAxis(axis, x.shape.length, where), where)];
      return {
        ...affine.weights(shape),
        movingMean: weight(shape, movingMeanInitializer, { trainable: false }),
        movingVariance: weight(shape, movingVarianceInitializer, { trainable: false }),
      };
    },
    apply: ({ gamma, beta, movingMean, movingVariance }, x, { training = false, mask, frozen = false }) => {
      const at = resolveAxis(axis, x.ndim, where);
      if (!training || !trainable || frozen === true) return normalize(x, at, epsilon, movingMean, movingVariance, gamma, beta);

      const axes = otherAxes(x, at);
      const [mean, variance] = mask === undefined ? moments(x, axes) : maskedMoments(x, axes, mask, where);
      const y =
        mask === undefined
          ? normalizeBatch(x, at, epsilon, gamma, beta)
          : scaledAndCentered(
              x.sub(mean).mul(rsqrt(variance.add(epsilon))),
              gamma && aligned(gamma, x, [at]),
              beta && aligned(beta, x, [at]),
            );
      const moved = (running: Tensor, batch: Tensor): Tensor => running.mul(momentum).add(batch.reshape(running.shape).mul(1 - momentum));
      return [y, { movingMean: moved(movingMean, mean), movingVariance: moved(movingVariance, variance) }];
    },
  });
}

const otherAxes = (x: Tensor, axis: number): readonly number[] => x.shape.map((_, i) => i).filter((i) => i !== axis);

/**
 * With the statistics of the batch. Where z is standardized and g the cotangent, beta gets Σ g, gamma gets Σ g z, and x gets
 * `gamma / √(variance + epsilon) · (g − mean(g) − z · mean(g z))`: two sums for all three.
 */
function normalizeBatch(x: Tensor, axis: number, epsilon: number, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  const [scale, center] = [gamma !== undefined, beta !== undefined];
  const axes = otherAxes(x, axis);
  const standardized = (x: Tensor): readonly [z: Tensor, root: Tensor] => {
    const [mean, variance] = moments(x, axes);
    const root = rsqrt(variance.add(epsilon));
    return [x.sub(mean).mul(root), root];
  };
  return composite(
    {
      name: "batchNormalizationTraining",
      options: { axis, epsilon, scale, center },
      body: (x, ...weights) => {
        const affine = weights.map((weight) => aligned(weight, x, [axis]));
        return scaledAndCentered(standardized(x)[0], scale ? affine[0] : undefined, center ? affine.at(-1) : undefined);
      },
      gradient: ({ args: [x, first], cotangent: g }) => {
        if (x === undefined) return [];
        const [z, root] = standardized(x);
        const along = { axis: axes, keepDims: true };
        const forBeta = g.sum(along);
        const forGamma = g.mul(z).sum(along);
        const count = size(x, axes, "float32");
        const factor = scale && first !== undefined ? root.mul(aligned(first, x, [axis])) : root;
        const forX = g
          .sub(forBeta.div(count))
          .sub(z.mul(forGamma.div(count)))
          .mul(factor);
        const features = [x.shape[axis] ?? 1];
        return [forX, ...(scale ? [forGamma.reshape(features)] : []), ...(center ? [forBeta.reshape(features)] : [])];
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
