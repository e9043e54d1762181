import { Tensor, tensorData } from "@tidu/core-tensor";
import type { ArrayLike } from "@tidu/core-tensor";
import { classIds, knownNumbers } from "./class-ids.ts";

/** A row that was taken for another class. */
export interface Mistake {
  /** Its position in the data. */
  readonly row: number;
  /** What it is. */
  readonly label: number;
  /** What it was taken for. */
  readonly predicted: number;
  /** How sure the model was of that, from 0 to 1. */
  readonly probability: number;
}

/**
 * The rows that are wrong, those first of which the model was surest: where labels are wrong, and what it cannot tell, shows there.
 *
 * @param labels the truth: class ids `[rows]`, or one-hot rows
 * @param predictions probabilities `[rows, classes]`, or `[rows, 1]` of class 1, as `predict` returns them
 * @param options.count at most so many; default: all
 * @throws when lengths differ, or the predictions are no probabilities
 * @example
 * confidentMistakes([0, 1, 1], [[0.4, 0.6], [0.2, 0.8], [0.9, 0.1]]); // rows 2 (0.9) and 0 (0.6)
 */
export function confidentMistakes(
  labels: ArrayLike | Tensor,
  predictions: ArrayLike | Tensor,
  { count = Infinity }: { readonly count?: number } = {},
): readonly Mistake[] {
  const where = "confidentMistakes";
  const { shape, data } = predictions instanceof Tensor ? knownNumbers(`${where}: predictions`, predictions) : tensorData(predictions);
  const [rows = 0, columns = 1] = shape;
  const outside = Array.from(data, Number).find((value) => !(value >= 0 && value <= 1 + 1e-5));
  if (shape.length !== 2 || outside !== undefined)
    throw new Error(
      `${where}: expected probabilities [rows, classes] or [rows, 1], received ${outside === undefined ? `shape [${shape.join(", ")}]` : `the number ${outside}`}. End the model with softmax or sigmoid.`,
    );
  const truth = classIds(`${where}: labels`, labels).ids;
  if (truth.length !== rows) throw new Error(`${where}: received ${truth.length} labels and ${rows} predictions. Every row needs both.`);
  const probability = (row: number, id: number): number => {
    const value = Number(data[row * columns + (columns === 1 ? 0 : id)]);
    return columns === 1 && id === 0 ? 1 - value : value;
  };
  const classes = Array.from({ length: Math.max(2, columns) }, (_, id) => id);
  return Array.from(truth, (label, row): Mistake => {
    const predicted = classes.reduce((best, id) => (probability(row, id) > probability(row, best) ? id : best), 0);
    return { row, label, predicted, probability: probability(row, predicted) };
  })
    .filter(({ label, predicted }) => label !== predicted)
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, count);
}
