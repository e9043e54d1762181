import type { ArrayLike, Tensor } from "@tidu/core-tensor";
import { confusionMatrix } from "./confusion-matrix.ts";
import { nameOfClass, printTable } from "./print-table.ts";

/** How well one class, or an average of classes, is told. */
export interface ClassScores {
  /** The class's name, `"macro average"` or `"weighted average"`. */
  readonly name: string;
  /** How much of what was taken for the class is it; 0 when nothing was. */
  readonly precision: number;
  /** How much of the class was found; 0 when there is none. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1Score: number;
  /** How many rows are of the class. */
  readonly support: number;
}

export interface ClassificationReport {
  readonly classes: readonly ClassScores[];
  /** The share of rows that are right. */
  readonly accuracy: number;
  /** The plain average over classes. */
  readonly macroAverage: ClassScores;
  /** The average over classes weighted by support. */
  readonly weightedAverage: ClassScores;
}

export interface ClassificationReportOptions {
  /** The names of the classes, by id. Default: the ids. */
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Precision, recall and F1 of every class with their averages (scikit-learn's `classification_report`; where it warns of a
 * division by 0, the score is 0).
 *
 * @param labels the truth: class ids `[rows]`, or one-hot rows
 * @param predictions class ids, or what `predict` returns, as in {@link confusionMatrix}
 * @throws when lengths differ, there are no rows, or an id has no name in `classNames`
 */
export function classificationReport(
  labels: ArrayLike | Tensor,
  predictions: ArrayLike | Tensor,
  { classNames }: ClassificationReportOptions = {},
): ClassificationReport {
  const matrix = confusionMatrix(labels, predictions, classNames?.length);
  const rows = total(matrix.map(total));
  if (rows === 0) throw new Error("classificationReport: expected at least one row.");
  const classes = matrix.map((counts, id): ClassScores => {
    const right = counts[id] ?? 0;
    const support = total(counts);
    const [precision, recall] = [ratio(right, total(matrix.map((row) => row[id] ?? 0))), ratio(right, support)];
    return { name: nameOfClass(id, classNames), precision, recall, f1Score: ratio(2 * precision * recall, precision + recall), support };
  });
  const average = (name: string, share: (scores: ClassScores) => number): ClassScores => {
    const of = (key: "precision" | "recall" | "f1Score"): number => total(classes.map((scores) => scores[key] * share(scores)));
    return { name, precision: of("precision"), recall: of("recall"), f1Score: of("f1Score"), support: rows };
  };
  return {
    classes,
    accuracy: total(matrix.map((counts, id) => counts[id] ?? 0)) / rows,
    macroAverage: average("macro average", () => 1 / classes.length),
    weightedAverage: average("weighted average", ({ support }) => support / rows),
  };
}

/** The report as a table. `digits` after the point; default 4. */
export function printClassificationReport(
  { classes, accuracy, macroAverage, weightedAverage }: ClassificationReport,
  { digits = 4 }: { readonly digits?: number } = {},
): string {
  const line = ({ name, precision, recall, f1Score, support }: ClassScores): string[] => [
    name,
    ...[precision, recall, f1Score].map((score) => score.toFixed(digits)),
    String(support),
  ];
  return printTable([
    ["class", "precision", "recall", "F1", "support"],
    ...classes.map(line),
    ["accuracy", "", "", accuracy.toFixed(digits), String(macroAverage.support)],
    line(macroAverage),
    line(weightedAverage),
  ]);
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);

/** `a / b`, 0 where b is 0. */
const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
