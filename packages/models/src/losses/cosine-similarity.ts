import type { Tensor } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { numbersLikePrediction } from "./target-spec.ts";

export interface CosineSimilarityOptions {
  /** The axis of the vectors. Default: -1. */
  readonly axis?: number;
}

/** The cosine of the angle between targets and predictions, negated: −1 where they point the same way (Keras `CosineSimilarity`). */
export const cosineSimilarity = ({ axis = -1 }: CosineSimilarityOptions = {}): Loss => ({
  name: "cosineSimilarity",
  config: { kind: "cosineSimilarity", options: { axis } },
  perExample: (y, prediction) => cosine(y, prediction, axis).neg(),
  target: (prediction, given) => numbersLikePrediction("cosineSimilarity", prediction, given),
});

/** The cosine along an axis; 0 for a vector of zeros. */
export const cosine = (a: Tensor, b: Tensor, axis: number): Tensor => unitVectors(a, axis).mul(unitVectors(b, axis)).sum({ axis });

/** Divided by the length, which counts as 1e-7 where it is less. */
const unitVectors = (x: Tensor, axis: number): Tensor => x.div(x.square().sum({ axis, keepDims: true }).maximum(1e-14).sqrt());
