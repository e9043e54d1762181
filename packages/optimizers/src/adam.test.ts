import { countOps, printGraph, simplify, tensor, trace } from "@tidu/core-tensor";
import type { Graph, Tree } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { adam } from "./adam.ts";
import type { Optimizer, OptimizerState } from "./optimizer.ts";
import { applyUpdates } from "./optimizer.ts";
import { sgd } from "./sgd.ts";

const matrix = tensor([
  [1, 2],
  [3, 4],
]);

/** One update of a tree of parameters. */
const updateGraph = (optimizer: Optimizer, params: Tree): Graph =>
  simplify(
    trace(
      (params: Tree, grads: Tree, state: OptimizerState) => {
        const [updates, next] = optimizer.update(grads, state, params);
        return [applyUpdates(params, updates), next];
      },
      [params, params, optimizer.init(params)],
      ["params", "grads", "state"],
    ),
  );

const nodes = (graph: Graph): number =>
  Object.entries(countOps(graph)).reduce((sum, [op, count]) => (op === "constant" ? sum : sum + count), 0);

/** What one more parameter costs; the scalars of a step do not count. */
const nodesPerParameter = (optimizer: Optimizer): number =>
  nodes(updateGraph(optimizer, [matrix, matrix])) - nodes(updateGraph(optimizer, [matrix]));

test("adam costs ten operations per parameter", () => {
  expect(nodesPerParameter(adam())).toBe(10);
  expect(nodesPerParameter(adam({ amsgrad: true }))).toBe(11);
});

test("gradient descent costs two operations per parameter, with momentum four", () => {
  expect(nodesPerParameter(sgd())).toBe(2);
  expect(nodesPerParameter(sgd({ momentum: 0.9 }))).toBe(4);
});

test("an update of adam reads like its equations", () => {
  expect(printGraph(updateGraph(adam(), { w: matrix }), { scopes: true })).toMatchInlineSnapshot(`
    "graph(params/w: float32[2, 2], grads/w: float32[2, 2], state/step: int32[], state/learningRate: float32[], state/slots/adam/m/w: float32[2, 2], state/slots/adam/v/w: float32[2, 2])
      %0: float32[] = constant(0.8999999761581421)
      %1: float32[2, 2] = mul(state/slots/adam/m/w, %0)  # adam/w
      %2: float32[2, 2] = add(%1, grads/w)  # adam/w
      %3: float32[] = constant(-3.1622776985168457)
      %4: float32[] = mul(state/learningRate, %3)
      %5: int32[] = constant(1)
      %6: int32[] = add(state/step, %5)
      %7: float32[] = cast(%6, dtype=float32)
      %8: float32[] = constant(0.0005002501420676708)
      %9: float32[] = mul(%7, %8)
      %10: float32[] = tanh(%9)
      %11: float32[] = constant(2)
      %12: float32[] = mul(%10, %11)
      %13: float32[] = constant(1)
      %14: float32[] = add(%10, %13)
      %15: float32[] = div(%12, %14)
      %16: float32[] = sqrt(%15)
      %17: float32[] = constant(0.052680257707834244)
      %18: float32[] = mul(%7, %17)
      %19: float32[] = tanh(%18)
      %20: float32[] = mul(%19, %11)
      %21: float32[] = add(%19, %13)
      %22: float32[] = div(%20, %21)
      %23: float32[] = div(%16, %22)
      %24: float32[] = mul(%4, %23)
      %25: float32[2, 2] = mul(%2, %24)  # adam/w
      %26: float32[] = constant(0.9990000128746033)
      %27: float32[2, 2] = mul(state/slots/adam/v/w, %26)  # adam/w
      %28: float32[2, 2] = mul(grads/w, grads/w)  # adam/w
      %29: float32[2, 2] = add(%27, %28)  # adam/w
      %30: float32[2, 2] = sqrt(%29)  # adam/w
      %31: float32[] = constant(0.0000031622776077711023)
      %32: float32[2, 2] = add(%30, %31)  # adam/w
      %33: float32[2, 2] = div(%25, %32)  # adam/w
      %34: float32[2, 2] = add(params/w, %33)
      return %34, %6, state/learningRate, %2, %29"
  `);
});
