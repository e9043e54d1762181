import { isStatic, literal, printSpec, zeros } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { rowsFor, weightFor } from "./binary-counts.ts";
import type { Metric, MetricChoice } from "./metric.ts";

export interface F1ScoreOptions {
  /** `"macro"`: the plain average over classes; `"micro"`: all classes counted together; `"weighted"`: the average by frequency. Default: `"macro"`. */
  readonly average?: "macro" | "micro" | "weighted";
  /** How much more recall counts than precision. Default: 1. */
  readonly beta?: number;
  /** Outputs above it say yes; default: the largest output of a row does, 0.5 for an output with one unit. */
  readonly threshold?: number | undefined;
  /** The key in logs. Default: `"f1Score"`. */
  readonly name?: string;
}

interface F1State {
  readonly [key: string]: Tensor;
  readonly truePositives: Tensor;
  readonly said: Tensor;
  readonly positives: Tensor;
}

const epsilon = 1e-7;

/**
 * The harmonic mean of precision and recall over classes (Keras `F1Score`, with `beta` `FBetaScore`; there the default of
 * `average` gives a number per class). Targets: one-hot rows, class ids, or 0 and 1.
 */
export const f1Score = ({ average = "macro", beta = 1, threshold, name = "f1Score" }: F1ScoreOptions = {}): MetricChoice => {
  const config = { kind: "f1Score", options: { average, beta, threshold, name } };
  return { name, config, resolve: (_, prediction) => forClasses(classesOf(prediction, name)) };

  function forClasses(numClasses: number): Metric<F1State> {
    const limit = threshold ?? (numClasses === 1 ? 0.5 : undefined);
    const none = (): Tensor => zeros([numClasses]);
    return {
      name,
      config,
      init: () => ({ truePositives: none(), said: none(), positives: none() }),
      update: (state, y, prediction, weight) => {
        const truth = rowsFor(y, prediction);
        const said = (limit === undefined ? isLargest(prediction) : prediction.greater(limit)).cast("float32");
        const count = (x: Tensor): Tensor => (weight === undefined ? x : x.mul(weightFor(weight, x))).sum({ axis: 0 });
        return {
          truePositives: state.truePositives.add(count(said.mul(truth))),
          said: state.said.add(count(said)),
          positives: state.positives.add(count(truth)),
        };
      },
      result: (state) => {
        const together = (x: Tensor): Tensor => (average === "micro" ? x.sum() : x);
        const [truePositives, said, positives] = [together(state.truePositives), together(state.said), together(state.positives)];
        const precision = truePositives.div(said.add(epsilon));
        const recall = truePositives.div(positives.add(epsilon));
        const score = precision
          .mul(recall)
          .mul(1 + beta ** 2)
          .div(
            precision
              .mul(beta ** 2)
              .add(recall)
              .add(epsilon),
          );
        return average === "weighted" ? score.mul(positives.div(positives.sum().add(epsilon))).sum() : score.mean();
      },
    };
  }
};

/** Where a row has its largest number, unless that is 0. */
const isLargest = (prediction: Tensor): Tensor =>
  prediction.greaterEqual(prediction.max({ axis: -1, keepDims: true })).logicalAnd(prediction.abs().greater(literal(1e-9, "float32")));

function classesOf(prediction: TensorSpec, name: string): number {
  const [, numClasses] = prediction.shape;
  if (prediction.shape.length === 2 && numClasses !== undefined && isStatic([numClasses])) return Number(numClasses);
  throw new Error(`${name}: expected an output [batch, classes], received ${printSpec(prediction)}.`);
}
