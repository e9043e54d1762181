import { expect, test } from "vitest";
import { topK } from "./functions/indexing.ts";
import { dependents, instantiate } from "./instantiate.ts";
import { tensor } from "./leaf-tensors.ts";
import { printGraph } from "./print-graph.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";

const fn = (x: Tensor): readonly Tensor[] => [x.exp().sum(), ...topK(x, 2)];
const graph = trace(fn, [{ shape: [3] }], ["x"]);

test("it undoes tracing: the same graph comes back", () => {
  expect(printGraph(trace((x: Tensor) => instantiate(graph, [x]), [{ shape: [3] }], ["x"]))).toBe(printGraph(graph));
});

test("tensors of numbers give the numbers", async () => {
  const [, values] = instantiate(graph, [tensor([3, 1, 2])]);
  expect(await values?.array()).toEqual([3, 2]);
});

test("too few inputs are refused", () => {
  expect(() => instantiate(graph, [])).toThrow("instantiate: the graph takes 1 inputs, received 0.");
});

test("what depends on a value", () => {
  const two = trace((x: Tensor, y: Tensor) => [x.neg(), y.neg().add(x)], [{ shape: [] }, { shape: [] }]);
  expect(dependents(two, [1])).toEqual(new Set([1, 3, 4]));
});
