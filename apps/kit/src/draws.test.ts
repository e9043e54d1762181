import { expect, test } from "vitest";
import { draws } from "./draws.ts";

test("one seed gives one sequence, another seed or stream another one", () => {
  const first = (seed: number, stream = 0): readonly number[] => {
    const { below } = draws(seed, stream);
    return Array.from({ length: 20 }, () => below(1000));
  };
  expect(first(1)).toEqual(first(1));
  expect(first(2)).not.toEqual(first(1));
  expect(first(1, 1)).not.toEqual(first(1));
});

test("all of a list are picked about as often", () => {
  const { pick } = draws(1);
  const counts = { a: 0, b: 0, c: 0, d: 0 };
  for (let i = 0; i < 4000; i++) counts[pick(["a", "b", "c", "d"] as const)]++;
  // 1000 each; the standard deviation is √(4000 · ¼ · ¾) = 27.
  for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(110);
});

test("some are all different, and no more than there are", () => {
  const { some } = draws(3);
  const list = Array.from({ length: 10 }, (_, i) => i);
  expect(new Set(some(list, 6)).size).toBe(6);
  expect(some(list, 20).toSorted((a, b) => a - b)).toEqual(list);
});

test("a chance of 0 never happens, of 1 always, of a fifth about every fifth time", () => {
  const { chance } = draws(5);
  const happens = (probability: number): number => Array.from({ length: 1000 }, () => chance(probability)).filter(Boolean).length;
  expect([happens(0), happens(1)]).toEqual([0, 1000]);
  expect(Math.abs(happens(0.2) - 200)).toBeLessThan(55); // 4 standard deviations of 12.6
});

test("nothing can be picked from an empty list", () => {
  expect(() => draws(1).pick([])).toThrow("nothing to pick from an empty list");
});
