import { takeAlongAxis } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { classIdsOf } from "./aligned.ts";
import type { Metric } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

export interface TopKOptions {
  /** How many of the largest outputs count. Default: 5. */
  readonly k?: number;
  /** The key in logs. Default: the metric's name. */
  readonly name?: string;
}

/** How often the output of the class id is among the `k` largest (Keras `SparseTopKCategoricalAccuracy`). */
export const sparseTopKCategoricalAccuracy = ({ k = 5, name = "sparseTopKCategoricalAccuracy" }: TopKOptions = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "sparseTopKCategoricalAccuracy", options: { k, name } },
    values: (y, prediction) => inTopK(prediction, classIdsOf(y, prediction), k),
  });

/** 1 where fewer than `k` outputs are larger than that of the class id, else 0. */
export function inTopK(prediction: Tensor, ids: Tensor, k: number): Tensor {
  const own = takeAlongAxis(prediction, ids.expandDims(-1));
  return prediction.greater(own).cast("float32").sum({ axis: -1 }).less(k).cast("float32");
}
