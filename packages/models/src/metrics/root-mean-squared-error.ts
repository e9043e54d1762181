import { squaredDifference } from "../losses/mean-squared-error.ts";
import { numbersFor } from "./aligned.ts";
import type { Metric } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";
import type { MeanState } from "./mean-state.ts";

/** `√ mean((prediction − y)²)` over all numbers (Keras `RootMeanSquaredError`). */
export const rootMeanSquaredError = ({ name = "rootMeanSquaredError" }: { readonly name?: string } = {}): Metric<MeanState> =>
  meanMetric({
    name,
    config: { kind: "rootMeanSquaredError", options: { name } },
    values: (y, prediction) => squaredDifference(numbersFor(y, prediction), prediction),
    finish: (mean) => mean.sqrt(),
  });
