import type { ArrayLike, Tensor } from "@tidu/core-tensor";
import { classIds } from "./class-ids.ts";
import { nameOfClass, printTable } from "./print-table.ts";

/** How often each class (row) was taken for each class (column). */
export type ConfusionMatrix = readonly (readonly number[])[];

/**
 * Counts which class was taken for which (scikit-learn's `confusion_matrix`).
 *
 * @param labels the truth: class ids `[rows]`, or one-hot rows `[rows, classes]`
 * @param predictions class ids, or what `predict` returns: `[rows, classes]`, of which the largest counts, or probabilities
 *   `[rows, 1]`, of which those above 1/2 are class 1
 * @param numClasses default: as many as occur
 * @returns `matrix[truth][prediction]`
 * @throws when lengths differ, or an id is not below `numClasses`
 * @example
 * confusionMatrix([0, 1, 1], [0, 0, 1]); // [[1, 0], [1, 1]]
 */
export function confusionMatrix(labels: ArrayLike | Tensor, predictions: ArrayLike | Tensor, numClasses?: number): ConfusionMatrix {
  const truth = classIds("confusionMatrix: labels", labels);
  const taken = classIds("confusionMatrix: predictions", predictions);
  if (truth.ids.length !== taken.ids.length)
    throw new Error(`confusionMatrix: received ${truth.ids.length} labels and ${taken.ids.length} predictions. Every row needs both.`);
  const size = numClasses ?? Math.max(truth.numClasses, taken.numClasses);
  const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  truth.ids.forEach((label, row) => {
    const prediction = taken.ids[row] ?? 0;
    const counts = matrix[label];
    if (counts === undefined || prediction >= size)
      throw new RangeError(`confusionMatrix: class id ${Math.max(label, prediction)} in row ${row} is not below numClasses ${size}.`);
    counts[prediction] = (counts[prediction] ?? 0) + 1;
  });
  return matrix;
}

/** The matrix as a table: a row for each true class, a column for each predicted one. */
export function printConfusionMatrix(
  matrix: ConfusionMatrix,
  { classNames }: { readonly classNames?: readonly string[] | undefined } = {},
): string {
  const names = matrix.map((_, id) => nameOfClass(id, classNames));
  return printTable([["true \\ predicted", ...names], ...matrix.map((counts, id) => [names[id] ?? "", ...counts.map(String)])]);
}
