import { expect, test } from "vitest";
import { inputsOf, mapInputs, specOf } from "./graph.ts";
import type { Graph } from "./graph.ts";

test("the inputs of a node come in the order of their names, variadic ones in place", () => {
  expect(inputsOf({ carry: [1, 2], xs: [], last: 3 })).toEqual([1, 2, 3]);
});

test("mapping keeps names and lists", () => {
  expect(mapInputs({ a: 1, values: [2, 3] }, (value) => value * 10)).toEqual({ a: 10, values: [20, 30] });
});

test("a value that is not there has no spec", () => {
  const empty: Graph = { inputs: [], nodes: [], outputs: [], outputNames: [], specs: [] };
  expect(() => specOf(empty, 0)).toThrow("graph: value %0 does not exist.");
});
