import { cosine } from "../losses/cosine-similarity.ts";
import { numbersFor } from "./aligned.ts";
import type { Metric } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

export interface CosineSimilarityMetricOptions {
  /** The axis of the vectors. Default: -1. */
  readonly axis?: number;
  /** The key in logs. Default: `"cosineSimilarity"`. */
  readonly name?: string;
}

/** The average cosine of the angle between targets and predictions: 1 where they point the same way (Keras `CosineSimilarity`; as a loss it is negated). */
export const cosineSimilarityMetric = ({ axis = -1, name = "cosineSimilarity" }: CosineSimilarityMetricOptions = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "cosineSimilarity", options: { axis, name } },
    values: (y, prediction) => cosine(numbersFor(y, prediction), prediction, axis),
  });
