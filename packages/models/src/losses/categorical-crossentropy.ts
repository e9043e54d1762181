import { clip, composite, logSoftmax, softmax } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { logitsFor, logitsOfSoftmax } from "./logits-of.ts";
import type { Loss } from "./loss.ts";
import { probability } from "./probability.ts";
import { smoothCategorical } from "./smooth-labels.ts";
import { classRowsFor } from "./target-spec.ts";

export interface CategoricalCrossentropyOptions {
  /** Whether the output holds logits, without a softmax. Default: false; a softmax that made the output is recognised in any case. */
  readonly fromLogits?: boolean;
  /** Moves targets towards equal shares of all classes. Default: 0. */
  readonly labelSmoothing?: number;
  /** The axis of the classes. Default: -1. */
  readonly axis?: number;
}

/**
 * `−Σ y log p` for one-hot targets `[batch, classes]` and outputs with softmax (Keras `CategoricalCrossentropy`). Probabilities of
 * other origin are divided by their sum and limited to [1e-7, 1 − 1e-7].
 */
export const categoricalCrossentropy = ({
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
}: CategoricalCrossentropyOptions = {}): Loss => ({
  name: "categoricalCrossentropy",
  config: { kind: "categoricalCrossentropy", options: { fromLogits, labelSmoothing, axis } },
  range: [0, 1],
  perExample: (y, prediction) => {
    const logits = logitsFor("categoricalCrossentropy", fromLogits, prediction, logitsOfSoftmax(prediction, axis));
    const truth = smoothCategorical(y, labelSmoothing);
    return logits === undefined ? ofProbabilities(truth, prediction, axis) : ofLogits(truth, logits, axis);
  },
  target: (prediction, given) => classRowsFor("categoricalCrossentropy", prediction, given, axis),
});

/** Shares of their sum along an axis, limited to [1e-7, 1 − 1e-7]. */
export const shares = (prediction: Tensor, axis: number): Tensor =>
  clip(prediction.div(prediction.sum({ axis, keepDims: true })), probability.least, probability.most);

const ofProbabilities = (y: Tensor, prediction: Tensor, axis: number): Tensor => y.mul(shares(prediction, axis).log()).sum({ axis }).neg();

/** `−Σ y log softmax(z)`; its gradient is (softmax(z) Σ y − y) g. */
const ofLogits = (y: Tensor, z: Tensor, axis: number): Tensor =>
  composite(
    {
      name: "categoricalCrossentropy",
      options: { axis },
      body: (y, z) => (z === undefined ? y : y.mul(logSoftmax(z, axis)).sum({ axis }).neg()),
      gradient: ({ args: [y, z], cotangent }) => {
        if (y === undefined || z === undefined) return [];
        const g = cotangent.expandDims(axis);
        return [
          logSoftmax(z, axis).mul(g).neg(),
          softmax(z, axis)
            .mul(y.sum({ axis, keepDims: true }))
            .sub(y)
            .mul(g),
        ];
      },
    },
    y,
    z,
  );
