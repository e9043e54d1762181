import { expect, test } from "vitest";
import { confusionMatrixSvg } from "./confusion-matrix-svg.ts";

test("a cell shows its count and its share of the row, and says what it means", () => {
  const svg = confusionMatrixSvg(
    [
      [8, 2],
      [0, 5],
    ],
    { classNames: ["cat & co", "dog"] },
  );
  expect(svg).toContain(">8<");
  expect(svg).toContain(">80 %<");
  expect(svg).toContain("cat &amp; co, predicted dog: 2 of 10");
});

test("many classes keep the picture small and leave numbers out", () => {
  const size = 60;
  const svg = confusionMatrixSvg(Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 123 : 0))));
  expect(Number(/ width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(900);
  expect(svg.includes(">123<")).toBe(false);
});

test("a class without rows has empty cells", () => {
  expect(
    confusionMatrixSvg([
      [0, 0],
      [0, 5],
    ]),
  ).not.toContain("NaN");
});

test("a matrix that is not square and a wrong number of names are refused", () => {
  expect(() => confusionMatrixSvg([[1, 2]])).toThrow("expected a square matrix of counts, received 1 rows, one of 2 numbers");
  expect(() => confusionMatrixSvg([])).toThrow("received 0 rows");
  expect(() => confusionMatrixSvg([[1]], { classNames: ["a", "b"] })).toThrow("expected 1 classNames, received 2");
});
