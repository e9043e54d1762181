import { expect, test } from "vitest";
import { graphemes } from "../words/segment.ts";
import { editDistance, wordErrorRate } from "./edit-distance.ts";

// By hand; the first two are the textbook examples.
test("insertions, deletions and replacements are counted", () => {
  expect(editDistance(graphemes("kitten"), graphemes("sitting"))).toBe(3);
  expect(editDistance(graphemes("intention"), graphemes("execution"))).toBe(5);
  expect(editDistance([], [1, 2, 3])).toBe(3);
  expect(editDistance([1, 2, 3], [])).toBe(3);
  expect(editDistance([1, 2, 3], [1, 2, 3])).toBe(0);
});

test("word errors are counted over all texts, for each word of the references", () => {
  expect(wordErrorRate(["the cat sat"], ["the cat sat down"])).toBe(1 / 4);
  expect(wordErrorRate(["a b", "x"], ["a c", "x y"])).toBe(2 / 4);
  expect(wordErrorRate(["one two three"], ["one"])).toBe(2);
  expect(() => wordErrorRate(["a"], [""])).toThrow("the references have no words");
  expect(() => wordErrorRate(["a"], [])).toThrow("1 candidates and 0 references");
});
