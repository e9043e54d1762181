import { expect, test } from "vitest";
import { evaluate } from "../evaluate/index.ts";
import { countOps, printGraph } from "../print-graph.ts";
import { apply, literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { hoistInvariants } from "./hoist-invariants.ts";

/** A loop whose body computes with a constant of the loop, as differentiating one leaves it. */
function loop(step: (carry: Tensor, x: Tensor, constant: Tensor) => readonly Tensor[], size: readonly number[]) {
  const body = trace(step, [{ shape: [] }, { shape: [] }, { shape: size }], ["carry", "x", "w"]);
  return trace(
    (xs: Tensor, w: Tensor) =>
      apply("scan", { carry: [literal(0, "float32")], xs: [xs], consts: [w] }, { body, length: 3, reverse: false }),
    [{ shape: [3] }, { shape: size }],
    ["xs", "w"],
  );
}

test("what no carry and no row enters is computed once, before the loop", () => {
  const graph = loop((c, x, w) => [c.add(x.mul(w.exp().neg()))], []);
  const hoisted = hoistInvariants(graph);
  verify(hoisted);
  expect(printGraph(hoisted)).toMatchInlineSnapshot(`
    "graph(xs: float32[3], w: float32[])
      %0: float32[] = constant(0)
      %1: float32[] = exp(w)
      %2: float32[] = neg(%1)
      %3: float32[] = scan(%0, xs, w, %2, length=3, reverse=false)
        body(carry: float32[], x: float32[], w: float32[], value4: float32[])
          %0: float32[] = mul(x, value4)
          %1: float32[] = add(carry, %0)
          return %1
      return %3"
  `);
  const inputs = [tensorData([1, 2, 3]), tensorData(0)];
  expect(evaluate(hoisted, inputs)).toEqual(evaluate(graph, inputs));
});

test("a result that is the same in all steps comes from outside too", () => {
  const hoisted = hoistInvariants(loop((c, _, w) => [c, w.exp()], []));
  verify(hoisted);
  expect(hoisted.nodes.map(({ op }) => op)).toEqual(["constant", "exp", "scan"]);
});

test("what changes from step to step stays", () => {
  const graph = loop((c, x, w) => [c.add(w.mul(x)), w.mul(c)], []);
  expect(countOps(hoistInvariants(graph))).toEqual(countOps(graph));
});

test("large values stay in the loop: a data set is not converted as a whole", () => {
  const graph = loop((c, x, w) => [c.add(w.exp().mul(x).sum())], [300, 300]);
  expect(hoistInvariants(graph).nodes.map(({ op }) => op)).toEqual(graph.nodes.map(({ op }) => op));
});
