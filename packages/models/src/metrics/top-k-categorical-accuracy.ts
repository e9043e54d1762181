import type { Metric } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";
import { inTopK } from "./sparse-top-k-categorical-accuracy.ts";
import type { TopKOptions } from "./sparse-top-k-categorical-accuracy.ts";

/** How often the output of the one-hot target's class is among the `k` largest (Keras `TopKCategoricalAccuracy`). */
export const topKCategoricalAccuracy = ({ k = 5, name = "topKCategoricalAccuracy" }: TopKOptions = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "topKCategoricalAccuracy", options: { k, name } },
    values: (y, prediction) => inTopK(prediction, y.cast("float32").argMax(-1), k),
  });
