import { printSpec } from "@tidu/core-tensor";
import { binaryAccuracy } from "./binary-accuracy.ts";
import { categoricalAccuracy } from "./categorical-accuracy.ts";
import type { MetricChoice } from "./metric.ts";
import { sparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";

export interface AccuracyOptions {
  /** The key in logs. Default: `"accuracy"`. */
  readonly name?: string;
}

/**
 * How often the model is right, chosen by shapes as Keras does for `"accuracy"`: {@link binaryAccuracy} for an output with one
 * unit, {@link sparseCategoricalAccuracy} for class ids, {@link categoricalAccuracy} for one-hot targets.
 */
export const accuracy = ({ name = "accuracy" }: AccuracyOptions = {}): MetricChoice => ({
  name,
  config: { kind: "accuracy", options: { name } },
  resolve: (y, prediction) => {
    const units = prediction.shape.at(-1);
    if (units === undefined) throw new Error(`${name}: expected an output [batch, units], received ${printSpec(prediction)}.`);
    if (units === 1) return binaryAccuracy({ name });
    const ids = y.shape.length < prediction.shape.length || y.shape.at(-1) === 1;
    return ids ? sparseCategoricalAccuracy({ name }) : categoricalAccuracy({ name });
  },
});
