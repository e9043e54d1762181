import { expect, test } from "vitest";
import { minP, repetitionPenalty, temperature, topK, topP } from "./filters.ts";

const no = -Infinity;
/** Logits of the probabilities 0.1, 0.4, 0.2, 0.3. */
const logits = Float32Array.from([0.1, 0.4, 0.2, 0.3], Math.log);
const kept = (filtered: Float32Array): readonly number[] => [...filtered].flatMap((logit, id) => (logit === no ? [] : [id]));

// By hand.
test("topK keeps the likeliest, of equal ones those with smaller ids", () => {
  expect([1, 2, 3, 9].map((k) => kept(topK(logits, k)))).toEqual([[1], [1, 3], [1, 2, 3], [0, 1, 2, 3]]);
  expect(kept(topK([5, 7, 7, 7], 2))).toEqual([1, 2]);
  expect(topK(logits, 2)[1]).toBe(logits[1]);
});

test("topP keeps the fewest that reach p, one at least", () => {
  expect([0.01, 0.39, 0.41, 0.69, 0.71, 0.91, 1].map((p) => kept(topP(logits, p)))).toEqual([
    [1],
    [1],
    [1, 3],
    [1, 3],
    [1, 2, 3],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]);
  expect(kept(topP([0, 0, 0, 0], 0.5))).toEqual([0, 1]);
  expect(kept(topP([no, 3, no], 1))).toEqual([1]);
});

test("minP keeps what is not much less likely than the likeliest", () => {
  expect([0.2, 0.4, 0.6, 0.9].map((p) => kept(minP(logits, p)))).toEqual([[0, 1, 2, 3], [1, 2, 3], [1, 3], [1]]);
});

test("temperature divides, a repetition penalty lowers ids that came", () => {
  expect([...temperature([1, -2, no], 0.5)]).toEqual([2, -4, no]);
  expect([...repetitionPenalty([3, -3, 1], [0, 1, 0, 17], 2)]).toEqual([1.5, -6, 1]);
});

test("numbers out of range are refused", () => {
  expect(() => topK(logits, 0)).toThrow("topK: expected k to be an integer of at least 1, received 0.");
  expect(() => topP(logits, 1.5)).toThrow("topP: expected p above 0 and at most 1, received 1.5.");
  expect(() => minP(logits, 0)).toThrow("minP: expected p above 0");
  expect(() => temperature(logits, 0)).toThrow("temperature: expected a number above 0, received 0.");
  expect(() => repetitionPenalty(logits, [], -1)).toThrow("repetitionPenalty: expected a number above 0");
  expect(() => topP([1, NaN], 0.5)).toThrow("topP: expected numbers, received NaN for id 1.");
  expect(() => topP([], 0.5)).toThrow("topP: expected a number for each id, received none.");
  expect(() => topP([no, no], 0.5)).toThrow("topP: the largest of 2 logits is -Infinity; one must be finite.");
});
