import { expect, test } from "vitest";
import { extract } from "./extract.ts";
import { topK } from "./functions/indexing.ts";
import { printGraph } from "./print-graph.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";

const graph = trace((x: Tensor, y: Tensor) => x.exp().mul(y).neg(), [{ shape: [2] }, { shape: [2] }], ["x", "y"]); // values 2, 3, 4

test("the part between two cuts", () => {
  const part = extract(graph, { inputs: [2, 1], outputs: [3], outputNames: ["product"] });
  verify(part);
  expect(printGraph(part)).toMatchInlineSnapshot(`
    "graph(value2: float32[2], y: float32[2])
      %0: float32[2] = mul(value2, y)
      return %0"
  `);
});

test("inputs may be results, and what nobody needs is left out", () => {
  const part = extract(graph, { inputs: [0, 1], outputs: [1, 2] });
  verify(part);
  expect([part.nodes.map(({ op }) => op), part.outputs]).toEqual([["exp"], [1, 2]]);
});

test("a cut through one of several outputs keeps the op for the others", () => {
  const both = trace((x: Tensor) => topK(x, 1), [{ shape: [3] }]);
  const part = extract(both, { inputs: [0, 1], outputs: [1, 2] });
  verify(part);
  expect(part.outputs).toEqual([1, 3]); // the values are the input of the cut, the indices are computed
});

test("outputs that need what is cut away are refused", () => {
  expect(() => extract(graph, { inputs: [0], outputs: [4] })).toThrow("value %1 has not been copied");
});
