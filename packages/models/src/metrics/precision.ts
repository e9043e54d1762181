import { literal } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { answersOf, countOnes } from "./binary-counts.ts";
import { divideNoNaN } from "./mean-state.ts";
import type { Metric } from "./metric.ts";

export interface PrecisionOptions {
  /** Outputs above it say yes. Default: 0.5. */
  readonly threshold?: number;
  /** The unit of the output to look at; default: all units together. */
  readonly classId?: number | undefined;
  /** The key in logs. Default: `"precision"`. */
  readonly name?: string;
}

interface PrecisionState {
  readonly [key: string]: Tensor;
  readonly truePositives: Tensor;
  /** How often the model said yes. */
  readonly said: Tensor;
}

/** How much of what the model says yes to is right: true positives / (true + false positives) (Keras `Precision`). Targets: 0 or 1. */
export const precision = ({ threshold = 0.5, classId, name = "precision" }: PrecisionOptions = {}): Metric<PrecisionState> => ({
  name,
  config: { kind: "precision", options: { threshold, classId, name } },
  init: () => ({ truePositives: literal(0, "float32"), said: literal(0, "float32") }),
  update: (state, y, prediction, sampleWeight) => {
    const { truth, said, weight } = answersOf(y, prediction, sampleWeight, { threshold, classId });
    return { truePositives: state.truePositives.add(countOnes(said.mul(truth), weight)), said: state.said.add(countOnes(said, weight)) };
  },
  result: ({ truePositives, said }) => divideNoNaN(truePositives, said),
});
