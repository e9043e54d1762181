import { expect, test } from "vitest";
import { grad } from "./autodiff.ts";
import { composite } from "./composite.ts";
import { evaluate } from "./evaluate/index.ts";
import { tensor } from "./leaf-tensors.ts";
import { inlineCalls } from "./passes/inline-calls.ts";
import { printGraph } from "./print-graph.ts";
import type { Tensor } from "./tensor.ts";
import { tensorData } from "./tensor-data.ts";
import { trace } from "./trace.ts";

const cube = (x: Tensor): Tensor => composite({ name: "cube", body: (x) => x.mul(x).mul(x) }, x);

/** Its own gradient is wrong on purpose (7 instead of 2), so that a test sees which one is used. */
const double = (x: Tensor): Tensor =>
  composite({ name: "double", body: (x) => x.mul(2), gradient: ({ cotangent }) => [cotangent.mul(7)] }, x);

test("a composite is traced as one call, with its options", () => {
  const power = (x: Tensor): Tensor => composite({ name: "power", options: { exponent: 2 }, body: (x) => x.mul(x) }, x);
  expect(printGraph(trace(power, [{ shape: [2] }], ["x"]))).toMatchInlineSnapshot(`
    "graph(x: float32[2])
      %0: float32[2] = call(x, power, exponent=2)
        body(x: float32[2])
          %0: float32[2] = mul(x, x)
          return %0
      return %0"
  `);
});

test("its value is that of the body", async () => {
  expect(await cube(tensor([2, 3])).array()).toEqual([8, 27]);
});

test("without a gradient of its own, the body is differentiated, and again", async () => {
  expect(await grad((x: Tensor) => cube(x).sum())(tensor([2])).array()).toEqual([12]);
  expect(await grad((x: Tensor) => grad((y: Tensor) => cube(y).sum())(x).sum())(tensor([2])).array()).toEqual([12]);
});

test("its own gradient is used instead of the body's", async () => {
  expect(await grad((x: Tensor) => double(x).sum())(tensor([1, 1])).array()).toEqual([7, 7]);
});

test("its own gradient sees the arguments and the output", async () => {
  const exponential = (x: Tensor): Tensor =>
    composite(
      { name: "exponential", body: (x) => x.exp(), gradient: ({ args: [x], output, cotangent }) => [cotangent.mul(output).add(x ?? 0)] },
      x,
    );
  expect(await grad((x: Tensor) => exponential(x).sum())(tensor([0])).array()).toEqual([1]);
  expect(await grad((x: Tensor) => exponential(x.sub(1)).sum())(tensor([1])).array()).toEqual([1]);
});

test("the gradient of a broadcast argument is summed back", async () => {
  const scaled = (x: Tensor, scale: Tensor): Tensor =>
    composite(
      {
        name: "scaled",
        body: (x, s) => x.mul(s ?? 1),
        gradient: ({ args: [x, s], cotangent }) => (x && s ? [cotangent.mul(s), cotangent.mul(x)] : []),
      },
      x,
      scale,
    );
  const slopes = grad(({ x, s }: { x: Tensor; s: Tensor }) => scaled(x, s).sum())({
    x: tensor([
      [1, 2],
      [3, 4],
    ]),
    s: tensor([1, 1]),
  });
  expect(await slopes.s.array()).toEqual([4, 6]);
});

test("its own gradient may leave out arguments at the end", async () => {
  const scaled = (x: Tensor, mask: Tensor): Tensor =>
    composite(
      {
        name: "scaled",
        body: (x, mask) => x.mul(mask?.cast("float32") ?? 1),
        gradient: ({ args: [, mask], cotangent }) => [cotangent.mul(mask?.cast("float32") ?? 1)],
      },
      x,
      mask,
    );
  const slope = grad((x: Tensor) => scaled(x, tensor([true, false])).sum())(tensor([5, 5]));
  expect(await slope.array()).toEqual([1, 0]);
});

test("tensors that the body uses besides its arguments become further arguments, and are differentiated", async () => {
  const weights = tensor(Float32Array.from({ length: 20 }, (_, i) => i));
  const weighted = (w: Tensor): Tensor =>
    composite({ name: "weighted", body: (x) => x.mul(w).sum() }, tensor(new Float32Array(20).fill(2)));
  const graph = trace((x: Tensor) => composite({ name: "weighted", body: (x) => x.mul(weights) }, x), [{ shape: [20] }]);
  expect(graph.nodes.map(({ op, inputs }) => [op, Object.values(inputs).flat().length])).toEqual([
    ["constant", 0],
    ["call", 2],
  ]);
  expect(await grad(weighted)(weights).array()).toEqual(Array.from({ length: 20 }, () => 2));
});

test("with a gradient of its own it must not use other tensors", () => {
  const w = tensor(new Float32Array(20));
  const closing = (x: Tensor): Tensor => composite({ name: "closing", body: (x) => x.mul(w), gradient: ({ cotangent }) => [cotangent] }, x);
  expect(() => closing(tensor(new Float32Array(20)))).toThrow(
    'composite "closing": with its own gradient it must not use tensors besides its arguments.',
  );
});

test("inlining a call gives the same numbers and a scope that names it", () => {
  const graph = trace((x: Tensor) => cube(cube(x)), [{ shape: [2] }]);
  const open = inlineCalls(graph);
  expect(open.nodes.map(({ op, scope }) => `${scope}:${op}`)).toEqual(["cube:mul", "cube:mul", "cube:mul", "cube:mul"]);
  const x = [tensorData([2, -1])];
  expect(evaluate(open, x)).toEqual(evaluate(graph, x));
});

test("calls that somebody knows are kept, inside of others too", () => {
  const graph = trace((x: Tensor) => composite({ name: "outer", body: (x) => cube(x).neg() }, x), [{ shape: [2] }]);
  expect(inlineCalls(graph, ({ name }) => name === "cube").nodes.map(({ op }) => op)).toEqual(["call", "neg"]);
});
