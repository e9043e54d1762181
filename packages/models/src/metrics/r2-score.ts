import { literal, onesLike, size, zeros } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { numbersFor } from "./aligned.ts";
import { weightFor } from "./binary-counts.ts";
import type { Metric, MetricChoice } from "./metric.ts";

export interface R2ScoreOptions {
  /** How several outputs become one number: their plain average, or weighted by their variance. Default: `"uniformAverage"`. */
  readonly classAggregation?: "uniformAverage" | "varianceWeightedAverage";
  /** The key in logs. Default: `"r2Score"`. */
  readonly name?: string;
}

interface R2State {
  readonly [key: string]: Tensor;
  readonly squaredSum: Tensor;
  readonly sum: Tensor;
  readonly residual: Tensor;
  readonly count: Tensor;
}

/** The share of the targets' variance that predictions explain: 1 at best, 0 for always predicting the mean (Keras `R2Score`). */
export const r2Score = ({ classAggregation = "uniformAverage", name = "r2Score" }: R2ScoreOptions = {}): MetricChoice => {
  const config = { kind: "r2Score", options: { classAggregation, name } };
  return {
    name,
    config,
    resolve: (_, prediction): Metric<R2State> => ({
      name,
      config,
      init: () => {
        const none = zeros(prediction.shape.slice(1));
        return { squaredSum: none, sum: none, residual: none, count: none };
      },
      update: ({ squaredSum, sum, residual, count }, y, prediction, weight) => {
        const truth = numbersFor(y, prediction);
        const add = (x: Tensor): Tensor => (weight === undefined ? x : x.mul(weightFor(weight, x))).sum({ axis: 0 });
        return {
          squaredSum: squaredSum.add(add(truth.square())),
          sum: sum.add(add(truth)),
          residual: residual.add(add(prediction.sub(truth).square())),
          count: count.add(weight === undefined ? size(prediction, 0, "float32") : add(onesLike(truth))),
        };
      },
      result: ({ squaredSum, sum, residual, count }) => {
        const total = squaredSum.sub(sum.square().div(count)); // Σ (y − mean)²
        const scores = literal(1, "float32").sub(residual.div(total));
        return classAggregation === "uniformAverage" ? scores.mean() : scores.mul(total).sum().div(total.sum());
      },
    }),
  };
};
