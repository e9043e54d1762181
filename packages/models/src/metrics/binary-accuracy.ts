import type { Metric } from "./metric.ts";
import { numbersFor } from "./aligned.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

export interface BinaryAccuracyOptions {
  /** Outputs above it count as class 1. Default: 0.5; for outputs that are logits, 0. */
  readonly threshold?: number;
  /** The key in logs. Default: `"binaryAccuracy"`. */
  readonly name?: string;
}

/** The share of outputs on the right side of a threshold (Keras `BinaryAccuracy`). Targets: 0 or 1, of the output's shape. */
export const binaryAccuracy = ({ threshold = 0.5, name = "binaryAccuracy" }: BinaryAccuracyOptions = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "binaryAccuracy", options: { threshold, name } },
    values: (y, prediction) => prediction.greater(threshold).cast("float32").equal(numbersFor(y, prediction)).cast("float32"),
  });
