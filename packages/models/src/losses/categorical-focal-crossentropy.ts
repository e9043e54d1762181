import { literal, softmax } from "@tidu/core-tensor";
import { shares } from "./categorical-crossentropy.ts";
import type { Loss } from "./loss.ts";
import { smoothCategorical } from "./smooth-labels.ts";
import { classRowsFor } from "./target-spec.ts";

export interface CategoricalFocalCrossentropyOptions {
  /** The weight of the loss. Default: 0.25. */
  readonly alpha?: number;
  /** How strongly easy examples fade. Default: 2. */
  readonly gamma?: number;
  /** Whether the output holds logits, without a softmax. Default: false. */
  readonly fromLogits?: boolean;
  /** Moves targets towards equal shares of all classes. Default: 0. */
  readonly labelSmoothing?: number;
  /** The axis of the classes. Default: -1. */
  readonly axis?: number;
}

/**
 * `−Σ alpha (1 − p)^gamma y log p` for one-hot targets: examples that are right already count little (Lin et al. 2017; Keras
 * `CategoricalFocalCrossentropy`).
 */
export const categoricalFocalCrossentropy = ({
  alpha = 0.25,
  gamma = 2,
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
}: CategoricalFocalCrossentropyOptions = {}): Loss => ({
  name: "categoricalFocalCrossentropy",
  config: { kind: "categoricalFocalCrossentropy", options: { alpha, gamma, fromLogits, labelSmoothing, axis } },
  range: [0, 1],
  perExample: (y, prediction) => {
    const p = shares(fromLogits ? softmax(prediction, axis) : prediction, axis);
    const focus = literal(1, "float32").sub(p).pow(gamma).mul(alpha);
    return focus.mul(smoothCategorical(y, labelSmoothing)).mul(p.log()).sum({ axis }).neg();
  },
  target: (prediction, given) => classRowsFor("categoricalFocalCrossentropy", prediction, given, axis),
});
