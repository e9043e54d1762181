import { clip, composite, literal, softplus } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { logitsFor, logitsOfSigmoid } from "./logits-of.ts";
import type { Loss } from "./loss.ts";
import { meanOverAxis } from "./mean-over-axis.ts";
import { probability } from "./probability.ts";
import { smoothBinary } from "./smooth-labels.ts";
import { numbersLikePrediction } from "./target-spec.ts";

export interface BinaryCrossentropyOptions {
  /** Whether the output holds logits, without a sigmoid. Default: false; a sigmoid that made the output is recognised in any case. */
  readonly fromLogits?: boolean;
  /** Moves targets towards 1/2 by this share. Default: 0. */
  readonly labelSmoothing?: number;
  /** The axis that is averaged. Default: -1. */
  readonly axis?: number;
}

/**
 * `−y log p − (1 − y) log(1 − p)`, for outputs with sigmoid: two classes as one unit, or several labels an example (Keras
 * `BinaryCrossentropy`; `"bce"`). Targets: 0, 1 or between, `[batch, units]`. Probabilities of other origin are limited to
 * [1e-7, 1 − 1e-7].
 */
export const binaryCrossentropy = ({ fromLogits = false, labelSmoothing = 0, axis = -1 }: BinaryCrossentropyOptions = {}): Loss => ({
  name: "binaryCrossentropy",
  config: { kind: "binaryCrossentropy", options: { fromLogits, labelSmoothing, axis } },
  range: [0, 1],
  perExample: (y, prediction) => {
    const logits = logitsFor("binaryCrossentropy", fromLogits, prediction, logitsOfSigmoid(prediction));
    const truth = smoothBinary(y, labelSmoothing);
    return meanOverAxis(logits === undefined ? ofProbabilities(truth, prediction) : ofLogits(truth, logits), axis);
  },
  target: (prediction, given) => numbersLikePrediction("binaryCrossentropy", prediction, given),
});

/** `−y log p − (1 − y) log(1 − p)` with p limited to [1e-7, 1 − 1e-7]. */
export function ofProbabilities(y: Tensor, prediction: Tensor): Tensor {
  const p = clip(prediction, probability.least, probability.most);
  const one = literal(1, "float32");
  return y
    .mul(p.log())
    .add(one.sub(y).mul(one.sub(p).log()))
    .neg();
}

/** The same of p = sigmoid(z): `softplus(z) − z y`, whose gradient is (sigmoid(z) − y) g. */
const ofLogits = (y: Tensor, z: Tensor): Tensor =>
  composite(
    {
      name: "binaryCrossentropy",
      body: (y, z) => (z === undefined ? y : softplus(z).sub(z.mul(y))),
      gradient: ({ args: [y, z], cotangent }) =>
        y === undefined || z === undefined ? [] : [z.mul(cotangent).neg(), z.sigmoid().sub(y).mul(cotangent)],
    },
    y,
    z,
  );
