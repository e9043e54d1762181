import { expect, test } from "vitest";
import { evaluate } from "../evaluate/index.ts";
import { printGraph } from "../print-graph.ts";
import { scan } from "../scan.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { hoistInvariants } from "./hoist-invariants.ts";
import { simplify } from "./simplify.ts";

const decayed = (rate: Tensor, xs: Tensor): Tensor =>
  scan((c: Tensor, x: Tensor) => [c.add(x.mul(rate.neg())), []] as const, literal(0, "float32"), xs)[0];

test("what no carry and no row enters is computed once, before the loop", () => {
  const graph = simplify(trace(decayed, [{ shape: [] }, { shape: [3] }], ["rate", "xs"]));
  verify(graph);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(rate: float32[], xs: float32[3])
      %0: float32[] = constant(0)
      %1: float32[] = neg(rate)
      %2: float32[] = scan(%0, xs, %1, length=3, reverse=false)
        body(carry: float32[], x: float32[], captured0: float32[])
          %0: float32[] = mul(x, captured0)
          %1: float32[] = add(carry, %0)
          return %1
      return %2"
  `);
  expect(evaluate(graph, [tensorData(0.5), tensorData([1, 2, 3])])[0]?.data).toEqual(new Float32Array([-3]));
});

test("large values stay in the loop: a data set is not converted as a whole", () => {
  const first = (table: Tensor, rows: Tensor): Tensor =>
    scan((c: Tensor, row: Tensor) => [c.add(table.exp().mul(row).sum()), []] as const, literal(0, "float32"), rows)[0];
  const graph = trace(first, [{ shape: [300, 300] }, { shape: [2] }]);
  expect(hoistInvariants(graph).nodes.map(({ op }) => op)).toEqual(graph.nodes.map(({ op }) => op));
});
