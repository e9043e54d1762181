import { clip, relu as plainRelu, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

export interface ReluOptions {
  /** The slope below the threshold. Default: 0. */
  readonly negativeSlope?: number | undefined;
  /** Where the output is cut off. Default: nowhere. */
  readonly maxValue?: number | undefined;
  /** Below it, x counts as negative. Default: 0. */
  readonly threshold?: number | undefined;
}

export interface LeakyReluOptions {
  /** Default: 0.2. */
  readonly negativeSlope?: number | undefined;
}

/**
 * `max(x, 0)`; with options: `maxValue` where x reaches it, x above `threshold`, `negativeSlope · (x − threshold)` below it
 * (Keras `relu`).
 */
export function relu(x: Tensor, { negativeSlope = 0, maxValue = Infinity, threshold = 0 }: ReluOptions = {}): Tensor {
  const y =
    threshold === 0
      ? negativeSlope === 0
        ? maxValue === Infinity
          ? plainRelu(x)
          : clip(x, 0, maxValue)
        : leakyRelu(x, { negativeSlope })
      : thresholdedRelu(x, negativeSlope, threshold);
  return maxValue === Infinity || (threshold === 0 && negativeSlope === 0) ? y : y.minimum(maxValue);
}

const thresholdedRelu = (x: Tensor, negativeSlope: number, threshold: number): Tensor =>
  negativeSlope === 0
    ? unaryComposite(
        {
          name: "thresholdedRelu",
          options: { threshold },
          body: (x) => where(x.greater(threshold), x, 0),
          gradient: (g, x) => where(x.greater(threshold), g, 0),
        },
        x,
      )
    : where(x.greater(threshold), x, x.sub(threshold).mul(negativeSlope));

/** `x` above 0, `negativeSlope · x` below (Maas et al. 2013; Keras `leaky_relu`). */
export const leakyRelu = (x: Tensor, { negativeSlope = 0.2 }: LeakyReluOptions = {}): Tensor =>
  unaryComposite(
    {
      name: "leakyRelu",
      options: { negativeSlope },
      body: (x) => where(x.greater(0), x, x.mul(negativeSlope)),
      gradient: (g, x) => where(x.greater(0), g, g.mul(negativeSlope)),
    },
    x,
  );

/** `min(max(x, 0), 6)` */
export const relu6 = (x: Tensor): Tensor => clip(x, 0, 6);
