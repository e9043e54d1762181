import { expect, test } from "vitest";
import { evaluate } from "../evaluate/index.ts";
import { topK } from "../functions/indexing.ts";
import { countOps, printGraph } from "../print-graph.ts";
import { scan } from "../scan.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { dropDeadCode } from "./dead-code.ts";

/** The graph that gives only the first result, before anything is dropped. */
const firstOf = (fn: (...args: Tensor[]) => readonly Tensor[], shapes: readonly (readonly number[])[]) => {
  const graph = trace(
    fn,
    shapes.map((shape) => ({ shape })),
  );
  return { ...graph, outputs: graph.outputs.slice(0, 1), outputNames: graph.outputNames.slice(0, 1) };
};

test("nodes that no result needs are dropped, inputs stay", () => {
  const graph = dropDeadCode(firstOf((x, y) => [x?.neg() ?? literal(0, "float32"), ...(y === undefined ? [] : [y.exp()])], [[2], [2]]));
  verify(graph);
  expect([countOps(graph), graph.inputs.length]).toEqual([{ neg: 1 }, 2]);
});

test("an op stays whole when one of its results is needed", () => {
  const graph = dropDeadCode(firstOf((x) => (x === undefined ? [] : [...topK(x, 2)]), [[5]]));
  verify(graph);
  expect(graph.nodes[0]?.outputs).toHaveLength(2);
});

test("results of a loop that nobody reads are not stacked, and what only they need is not computed", () => {
  const graph = firstOf(
    (xs) => scan((c: Tensor, x: Tensor) => [c.add(x), x.exp()] as const, literal(0, "float32"), xs ?? literal(0, "float32")),
    [[3]],
  );
  const trimmed = dropDeadCode(graph);
  verify(trimmed);
  expect(printGraph(trimmed)).toMatchInlineSnapshot(`
    "graph(arg0: float32[3])
      %0: float32[] = constant(0)
      %1: float32[] = scan(%0, arg0, length=3, reverse=false)
        body(carry: float32[], x: float32[])
          %0: float32[] = add(carry, x)
          return %0
      return %1"
  `);
  expect(evaluate(trimmed, [tensorData([1, 2, 3])])[0]?.data).toEqual(Float32Array.of(6));
});
