import { literal } from "@tidu/core-tensor";
import { ofProbabilities } from "./binary-crossentropy.ts";
import type { Loss } from "./loss.ts";
import { meanOverAxis } from "./mean-over-axis.ts";
import { smoothBinary } from "./smooth-labels.ts";
import { numbersLikePrediction } from "./target-spec.ts";

export interface BinaryFocalCrossentropyOptions {
  /** Whether to weigh the classes by `alpha`. Default: false. */
  readonly applyClassBalancing?: boolean;
  /** The weight of class 1; class 0 weighs 1 − alpha. Default: 0.25. */
  readonly alpha?: number;
  /** How strongly easy examples fade. Default: 2. */
  readonly gamma?: number;
  /** Whether the output holds logits, without a sigmoid. Default: false. */
  readonly fromLogits?: boolean;
  /** Moves targets towards 1/2 by this share. Default: 0. */
  readonly labelSmoothing?: number;
  /** The axis that is averaged. Default: -1. */
  readonly axis?: number;
}

/**
 * Binary cross-entropy times `(1 − p)^gamma`, where p is the probability of the right class: examples that are right already count
 * little (Lin et al. 2017; Keras `BinaryFocalCrossentropy`).
 */
export const binaryFocalCrossentropy = ({
  applyClassBalancing = false,
  alpha = 0.25,
  gamma = 2,
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
}: BinaryFocalCrossentropyOptions = {}): Loss => ({
  name: "binaryFocalCrossentropy",
  config: { kind: "binaryFocalCrossentropy", options: { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis } },
  range: [0, 1],
  perExample: (y, prediction) => {
    const one = literal(1, "float32");
    const truth = smoothBinary(y, labelSmoothing);
    const p = fromLogits ? prediction.sigmoid() : prediction;
    const right = truth.mul(p).add(one.sub(truth).mul(one.sub(p)));
    const focal = one.sub(right).pow(gamma).mul(ofProbabilities(truth, p));
    const balance = truth.mul(alpha).add(one.sub(truth).mul(1 - alpha));
    return meanOverAxis(applyClassBalancing ? balance.mul(focal) : focal, axis);
  },
  target: (prediction, given) => numbersLikePrediction("binaryFocalCrossentropy", prediction, given),
});
