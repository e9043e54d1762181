import { differentDim, isSymbolic, printDim, printShape, printSpec, sameDim } from "@tidu/core-tensor";
import type { Dim, Shape, TensorSpec } from "@tidu/core-tensor";

/**
 * Targets with one number for each number of the output: float32 of its shape. `[batch]` and `[batch, 1]` stand for each other,
 * at any rank.
 *
 * @param name of the loss or metric, for errors
 * @throws when the sizes differ, saying which loss to take for class ids and one-hot rows
 */
export function numbersLikePrediction(name: string, prediction: TensorSpec, given: TensorSpec): TensorSpec {
  const spec: TensorSpec = { dtype: "float32", shape: prediction.shape };
  if (hasNumbersOf(prediction, given)) return spec;
  throw new Error(
    `${name} expects targets of the shape of the output, ${printShape(prediction.shape)}, received ${printSpec(given)}${adviceFor(prediction, given)}.`,
  );
}

/**
 * Class ids int32, one per position: the output's shape without its last axis. A last axis of size 1 is dropped.
 *
 * @throws when the output has no axis of classes, or targets are one-hot rows
 */
export function classIdsFor(name: string, prediction: TensorSpec, given: TensorSpec): TensorSpec {
  const numClasses = prediction.shape.at(-1);
  if (prediction.shape.length < 2 || numClasses === 1 || numClasses === undefined) {
    throw new Error(
      `${name} needs an output with one number per class, received ${printSpec(prediction)}. Give the last layer a unit for each class and softmax, or use binaryCrossentropy for one unit with sigmoid.`,
    );
  }
  const shape = prediction.shape.slice(0, -1);
  if (fits(given.shape, shape)) return { dtype: "int32", shape };
  const oneHot = fits(given.shape, prediction.shape);
  throw new Error(
    `${name} expects class ids ${printSpec({ dtype: "int32", shape })}, received ${printSpec(given)}${oneHot ? "; use categoricalCrossentropy for one-hot targets" : `; the output is ${printSpec(prediction)}`}.`,
  );
}

/**
 * One-hot rows or probabilities: float32 of the output's shape.
 *
 * @throws when the output has one unit, or targets are class ids
 */
export function classRowsFor(name: string, prediction: TensorSpec, given: TensorSpec, axis: number): TensorSpec {
  if (prediction.shape.at(axis) === 1) {
    throw new Error(
      `${name} needs an output with one number per class, received ${printSpec(prediction)}. Use binaryCrossentropy for one unit with sigmoid.`,
    );
  }
  if (sameRankAndSizes(given.shape, prediction.shape)) return { dtype: "float32", shape: prediction.shape };
  const ids = fits(given.shape, prediction.shape.slice(0, -1));
  throw new Error(
    `${name} expects one-hot targets ${printSpec({ dtype: "float32", shape: prediction.shape })}, received ${printSpec(given)}${ids ? "; use sparseCategoricalCrossentropy for class ids" : ""}.`,
  );
}

/** Whether targets have a number for each number of the output. */
export const hasNumbersOf = (prediction: TensorSpec, given: TensorSpec): boolean => fits(given.shape, prediction.shape);

/** Whether targets have this shape, but for a last axis of size 1. The batch axis is not compared: data bring their own size. */
function fits(given: Shape, wanted: Shape): boolean {
  if (given.length === wanted.length + 1) return given.at(-1) === 1 && fits(given.slice(0, -1), wanted);
  if (given.length + 1 === wanted.length) return wanted.at(-1) === 1 && fits(given, wanted.slice(0, -1));
  return sameRankAndSizes(given, wanted);
}

const sameRankAndSizes = (given: Shape, wanted: Shape): boolean =>
  given.length === wanted.length && given.every((dim, axis) => axis === 0 || mayEqual(dim, wanted[axis] ?? 1));

/** Equal, or not known to differ (a named size of the output against a size of the data). */
const mayEqual = (a: Dim, b: Dim): boolean => sameDim(a, b) || ((isSymbolic(a) || isSymbolic(b)) && !differentDim(a, b));

function adviceFor(prediction: TensorSpec, given: TensorSpec): string {
  const last = prediction.shape.at(-1);
  if (last !== 1 && fits(given.shape, prediction.shape.slice(0, -1)))
    return "; for class ids use sparseCategoricalCrossentropy, or make them one-hot with toCategorical";
  const columns = given.shape.at(-1);
  if (last === 1 && columns !== undefined && given.shape.length === prediction.shape.length)
    return `; give the last layer ${printDim(columns)} units, or pass one number per example`;
  return "";
}
