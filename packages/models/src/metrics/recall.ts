import { literal } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { answersOf, countOnes } from "./binary-counts.ts";
import { divideNoNaN } from "./mean-state.ts";
import type { Metric } from "./metric.ts";

export interface RecallOptions {
  /** Outputs above it say yes. Default: 0.5. */
  readonly threshold?: number;
  /** The unit of the output to look at; default: all units together. */
  readonly classId?: number | undefined;
  /** The key in logs. Default: `"recall"`. */
  readonly name?: string;
}

interface RecallState {
  readonly [key: string]: Tensor;
  readonly truePositives: Tensor;
  /** How often the targets say yes. */
  readonly positives: Tensor;
}

/** How much of what is to be found the model finds: true positives / (true positives + false negatives) (Keras `Recall`). Targets: 0 or 1. */
export const recall = ({ threshold = 0.5, classId, name = "recall" }: RecallOptions = {}): Metric<RecallState> => ({
  name,
  config: { kind: "recall", options: { threshold, classId, name } },
  init: () => ({ truePositives: literal(0, "float32"), positives: literal(0, "float32") }),
  update: (state, y, prediction, sampleWeight) => {
    const { truth, said, weight } = answersOf(y, prediction, sampleWeight, { threshold, classId });
    return {
      truePositives: state.truePositives.add(countOnes(said.mul(truth), weight)),
      positives: state.positives.add(countOnes(truth, weight)),
    };
  },
  result: ({ truePositives, positives }) => divideNoNaN(truePositives, positives),
});
