import type { Tensor } from "@tidu/core-tensor";
import type { ConfigOptions } from "@tidu/layers";
import type { Loss } from "./loss.ts";
import { meanOverAxis } from "./mean-over-axis.ts";
import { numbersLikePrediction } from "./target-spec.ts";

interface NumericLoss {
  readonly name: string;
  readonly options?: ConfigOptions;
  /** The loss of each number, `[batch, …]`. */
  readonly each: (y: Tensor, prediction: Tensor) => Tensor;
}

/** A loss that compares number with number, and averages the last axis. */
export const numericLoss = ({ name, options = {}, each }: NumericLoss): Loss => ({
  name,
  config: { kind: name, options },
  perExample: (y, prediction) => meanOverAxis(each(y, prediction)),
  target: (prediction, given) => numbersLikePrediction(name, prediction, given),
});
