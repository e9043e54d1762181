import { oneHot, sliceAxis } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { numbersFor } from "./aligned.ts";

/** Yes-or-no answers of a batch, all of one shape. */
export interface Answers {
  /** 1 where the target says yes, else 0. */
  readonly truth: Tensor;
  /** 1 where the output is above the threshold, else 0. */
  readonly said: Tensor;
  /** Broadcasts against both; undefined when all count alike. */
  readonly weight: Tensor | undefined;
}

interface AnswersOptions {
  readonly threshold: number;
  /** Looks at one unit of the output only. */
  readonly classId?: number | undefined;
}

/** Targets and outputs as answers. Class ids become one-hot rows for an output with a unit per class. */
export function answersOf(y: Tensor, prediction: Tensor, weight: Tensor | undefined, { threshold, classId }: AnswersOptions): Answers {
  const rows = rowsFor(y, prediction);
  const at = (x: Tensor): Tensor => (classId === undefined ? x : sliceAxis(x, -1, classId, classId + 1));
  const truth = at(rows);
  return { truth, said: at(prediction).greater(threshold).cast("float32"), weight: weight && weightFor(weight, truth) };
}

/** Targets as 0 and 1 in the shape of the output. */
export function rowsFor(y: Tensor, prediction: Tensor): Tensor {
  const numClasses = prediction.shape.at(-1) ?? 1;
  if (numClasses === 1 || y.ndim >= prediction.ndim) return numbersFor(y, prediction);
  return oneHot(y.cast("int32"), numClasses);
}

/** A weight per example with axes of size 1 to the rank of `x`. */
export const weightFor = (weight: Tensor, x: Tensor): Tensor =>
  weight.reshape([...weight.shape, ...x.shape.slice(weight.ndim).map(() => 1)]);

/** The weighted number of ones. */
export const countOnes = (x: Tensor, weight: Tensor | undefined): Tensor => (weight === undefined ? x : x.mul(weight)).sum();
