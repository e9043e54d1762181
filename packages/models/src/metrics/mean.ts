import type { Metric } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

/** The average of the output itself, whatever the targets (Keras `Mean`). */
export const mean = ({ name = "mean" }: { readonly name?: string } = {}): Metric<MeanState> =>
  meanMetric({ name, config: { kind: "mean", options: { name } }, values: (_, prediction) => prediction });
