import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { confidentMistakes } from "./confident-mistakes.ts";

const predictions = [
  [0.5, 0.25, 0.25],
  [0.125, 0.75, 0.125],
  [0, 0, 1],
  [0.625, 0.25, 0.125],
];

test("the rows that are wrong come with what was predicted, the surest first", () => {
  const expected = [
    { row: 1, label: 2, predicted: 1, probability: 0.75 },
    { row: 3, label: 1, predicted: 0, probability: 0.625 },
  ];
  expect(confidentMistakes([0, 2, 2, 1], predictions)).toEqual(expected);
  expect(confidentMistakes([0, 2, 2, 1], tensor(predictions), { count: 1 })).toEqual(expected.slice(0, 1));
  const oneHot = [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 1, 0]]; // prettier-ignore
  expect(confidentMistakes(oneHot, predictions)).toEqual(expected);
  expect(confidentMistakes([0, 1, 2, 0], predictions)).toEqual([]);
});

test("a single probability is that of class 1", () => {
  expect(confidentMistakes([0, 1, 1, 0], [[0.75], [0.125], [0.875], [0.5]])).toEqual([
    { row: 1, label: 1, predicted: 0, probability: 0.875 },
    { row: 0, label: 0, predicted: 1, probability: 0.75 },
  ]);
});

test("logits, class ids and another number of labels are refused", () => {
  expect(() => confidentMistakes([0], [[-1, 3]])).toThrow("received the number -1. End the model with softmax or sigmoid.");
  expect(() => confidentMistakes([0, 1], [0, 1])).toThrow("received shape [2]");
  expect(() => confidentMistakes([0], predictions)).toThrow("received 1 labels and 4 predictions");
});
