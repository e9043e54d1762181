import type { Metric } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

export interface CategoricalAccuracyOptions {
  /** The key in logs. Default: `"categoricalAccuracy"`. */
  readonly name?: string;
}

/** How often the largest output is where the one-hot target has its one (Keras `CategoricalAccuracy`). */
export const categoricalAccuracy = ({ name = "categoricalAccuracy" }: CategoricalAccuracyOptions = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "categoricalAccuracy", options: { name } },
    values: (y, prediction) => prediction.argMax(-1).equal(y.cast("float32").argMax(-1)).cast("float32"),
  });
