import type { Metric } from "./metric.ts";
import { classIdsOf } from "./aligned.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

export interface SparseCategoricalAccuracyOptions {
  /** The key in logs. Default: `"sparseCategoricalAccuracy"`. */
  readonly name?: string;
}

/** How often the largest output is that of the class id (Keras `SparseCategoricalAccuracy`). */
export const sparseCategoricalAccuracy = ({
  name = "sparseCategoricalAccuracy",
}: SparseCategoricalAccuracyOptions = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "sparseCategoricalAccuracy", options: { name } },
    values: (y, prediction) => prediction.argMax(-1).equal(classIdsOf(y, prediction)).cast("float32"),
  });
