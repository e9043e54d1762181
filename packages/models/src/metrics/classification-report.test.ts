import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { classificationReport, printClassificationReport } from "./classification-report.ts";
import { confusionMatrix, printConfusionMatrix } from "./confusion-matrix.ts";

const labels = [0, 0, 1, 2, 2, 2, 1, 0, 2, 1];
const predictions = [0, 1, 1, 2, 2, 0, 1, 0, 2, 2];
const classNames = ["setosa", "versicolor", "virginica"];

test("a confusion matrix has the truth in rows and predictions in columns, as scikit-learn's", () => {
  const expected = [
    [2, 1, 0],
    [0, 2, 1],
    [1, 0, 3],
  ]; // scikit-learn 1.9, confusion_matrix
  expect(confusionMatrix(labels, predictions)).toEqual(expected);
  const rows = predictions.map((id) => [0, 1, 2].map((column) => (column === id ? 0.8 : 0.1)));
  expect(confusionMatrix(Int32Array.from(labels), rows)).toEqual(expected);
  expect(
    confusionMatrix(
      labels.map((id) => [id]),
      predictions,
      3,
    ),
  ).toEqual(expected);
});

test("probabilities of one unit are classes 0 and 1 around one half", () => {
  expect(confusionMatrix([0, 1, 1, 0], [[0.2], [0.7], [0.4], [0.5]])).toEqual([
    [2, 0],
    [1, 1],
  ]);
});

test("tensors of known numbers are taken, others have to be computed first", () => {
  expect(confusionMatrix(tensor(labels), tensor(predictions))).toEqual(confusionMatrix(labels, predictions));
  expect(() => confusionMatrix(labels, tensor(predictions).add(0))).toThrow(
    "confusionMatrix: predictions: the tensor is not computed yet. Pass `await x.value()`.",
  );
});

test("rows that do not fit are refused", () => {
  expect(() => confusionMatrix([0, 1], [0])).toThrow("confusionMatrix: received 2 labels and 1 predictions.");
  expect(() => confusionMatrix([0, 3], [0, 1], 2)).toThrow("class id 3 in row 1 is not below numClasses 2");
  expect(() => confusionMatrix([0, 1.5], [0, 1])).toThrow(
    "confusionMatrix: labels: expected class ids, integers from 0; received 1.5 in row 1.",
  );
});

test("a report equals scikit-learn's", () => {
  // scikit-learn 1.9, classification_report
  const report = classificationReport(labels, predictions, { classNames });
  expect(report.accuracy).toBeCloseTo(0.7, 12);
  expect(report.classes.map(({ name, support }) => [name, support])).toEqual([
    ["setosa", 3],
    ["versicolor", 3],
    ["virginica", 4],
  ]);
  report.classes.forEach(({ precision, recall, f1Score }, id) => {
    const expected = [2 / 3, 2 / 3, 0.75][id] ?? NaN;
    for (const score of [precision, recall, f1Score]) expect(score).toBeCloseTo(expected, 12);
  });
  expect(report.macroAverage.f1Score).toBeCloseTo(0.6944444444444443, 12);
  expect(report.weightedAverage.f1Score).toBeCloseTo(0.7, 12);
});

test("a class that nobody names scores 0, as scikit-learn with zero_division=0", () => {
  const { classes, macroAverage, weightedAverage } = classificationReport([0, 0, 1, 1], [0, 0, 0, 0]);
  expect(classes.map(({ precision, recall }) => [precision, recall])).toEqual([
    [0.5, 1],
    [0, 0],
  ]);
  expect(macroAverage.f1Score).toBeCloseTo(1 / 3, 12);
  expect(weightedAverage.precision).toBeCloseTo(0.25, 12);
});

test("tables are for people", () => {
  expect(printConfusionMatrix(confusionMatrix(labels, predictions), { classNames })).toMatchInlineSnapshot(`
    "true \\ predicted  setosa  versicolor  virginica
    setosa                 2           1          0
    versicolor             0           2          1
    virginica              1           0          3"
  `);
  expect(printClassificationReport(classificationReport(labels, predictions, { classNames }))).toMatchInlineSnapshot(`
    "class             precision  recall      F1  support
    setosa               0.6667  0.6667  0.6667        3
    versicolor           0.6667  0.6667  0.6667        3
    virginica            0.7500  0.7500  0.7500        4
    accuracy                             0.7000       10
    macro average        0.6944  0.6944  0.6944       10
    weighted average     0.7000  0.7000  0.7000       10"
  `);
});
