import { conv, countOps, evaluate, grad, maxPool, printGraph, relu, sizeOfShape, trace } from "@tidu/core-tensor";
import type { Graph, Tensor, TensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { poolFirst } from "./pool-first.ts";

const numbers = (shape: readonly number[], seed: number): TensorData => ({
  dtype: "float32",
  shape,
  data: Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => Math.round(7 * Math.sin(i * 5.3 + seed)) / 4), // with ties
});

/** The pooled graph, after checking that it gives the same numbers as before, to the bit. */
function same(graph: Graph): Graph {
  const inputs = graph.inputs.map(({ spec }, i) => numbers(spec.shape.map(Number), i));
  const pooled = poolFirst(graph);
  expect(evaluate(pooled, inputs)).toEqual(evaluate(graph, inputs));
  return pooled;
}

const shapes = [{ shape: [2, 6, 6, 3] }, { shape: [3, 3, 3, 4] }, { shape: [4] }];

test("relu and bias are applied to what the pool leaves, forward and backward", () => {
  const net = (x: Tensor, [w, b]: readonly [Tensor, Tensor]): Tensor => maxPool(relu(conv(x, w).add(b)), 2);
  const loss = (weights: readonly [Tensor, Tensor], x: Tensor): Tensor => net(x, weights).square().sum();
  const graph = same(trace((x: Tensor, w: Tensor, b: Tensor) => grad(loss)([w, b], x), shapes));
  expect(graph.nodes.filter(({ op }) => op === "call").map(({ outputs: [y = -1] }) => graph.specs[y]?.shape)).toContainEqual([2, 2, 2, 4]);
  expect(printGraph(graph)).toMatch(/maxPoolGradient/);
  expect(countOps(graph)["sum"]).toBeGreaterThan(0);
});

test("channels first", () => {
  const options = { dataFormat: "channelsFirst" } as const;
  const loss = (b: Tensor, x: Tensor): Tensor =>
    maxPool(relu(x.add(b.reshape([3, 1, 1]))), 2, options)
      .square()
      .sum();
  same(trace((b: Tensor, x: Tensor) => grad(loss)(b, x), [{ shape: [3] }, { shape: [2, 3, 6, 6] }]));
});

test("a bias that differs within an image stays before the pool", () => {
  const loss = (x: Tensor, b: Tensor): Tensor => maxPool(x.add(b), 2).square().sum();
  const graph = same(trace((x: Tensor, b: Tensor) => grad(loss)(x, b), [{ shape: [2, 4, 4, 3] }, { shape: [1, 4, 4, 3] }]));
  expect(graph.nodes.find(({ op }) => op === "add")?.outputs.map((value) => graph.specs[value]?.shape)).toEqual([[2, 4, 4, 3]]);
});

test("sums over a part of the image are not those of the cotangent", () => {
  const loss = (x: Tensor): Tensor => maxPool(x, 2).square().sum();
  const graph = same(trace((x: Tensor) => grad(loss)(x).sum({ axis: [0, 1] }), [{ shape: [2, 4, 4, 3] }]));
  expect(countOps(graph)).toMatchObject({ maxPoolGradient: 1 });
});

test("prediction stays as it is, and so does a graph without pools", () => {
  const predict = trace((x: Tensor, w: Tensor, b: Tensor) => maxPool(relu(conv(x, w).add(b)), 2), shapes);
  expect(poolFirst(predict)).toBe(predict);
});
