import { expect, test } from "vitest";
import { bindingsOf, bindSizes, freeNames } from "./graph-sizes.ts";
import { printGraph } from "./print-graph.ts";
import { scan } from "./scan.ts";
import { addDims, namedDim } from "./shape/dim.ts";
import { literal } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";

const batch = namedDim("batch");

test("inputs of known shapes say what the names are", () => {
  const graph = trace((x: Tensor, y: Tensor) => [x, y], [{ shape: ["batch", "time", 3] }, { shape: ["batch"] }]);
  expect([...freeNames(graph)]).toEqual(["batch", "time"]);
  expect(bindingsOf(graph, [[2, 5, 3], [2]])).toEqual({ batch: 2, time: 5 });
});

test("a formula is checked, also when the name it needs comes later", () => {
  const graph = trace((x: Tensor, y: Tensor) => [x, y], [{ shape: [addDims(batch, 1)] }, { shape: ["batch"] }], ["x", "y"]);
  expect(bindingsOf(graph, [[4], [3]])).toEqual({ batch: 3 });
  expect(() => bindingsOf(graph, [[4], [4]])).toThrow("x: expected shape [batch + 1], received [4] (batch + 1 is 5 elsewhere).");
});

test.each([
  [[[2], [2]], "x: expected shape [batch, 3], received [2]."],
  [[[2, 4], [2]], "x: expected shape [batch, 3], received [2, 4]."],
  [[[2, 3], [5]], "y: expected shape [batch], received [5] (batch is 2 elsewhere)."],
])("shapes %j do not fit", (shapes, message) => {
  const graph = trace((x: Tensor, y: Tensor) => [x, y], [{ shape: ["batch", 3] }, { shape: ["batch"] }], ["x", "y"]);
  expect(() => bindingsOf(graph, shapes)).toThrow(message);
});

test("binding replaces names everywhere: shapes, params, sizes that are read, loops", () => {
  const graph = trace(
    (xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(x.mean()), x.reshape([-1, 2])], literal(0, "float32"), xs),
    [{ shape: ["steps", "batch", 4] }],
    ["xs"],
  );
  const bound = bindSizes(graph, { steps: 5, batch: 3 });
  verify(bound);
  expect(freeNames(bound).size).toBe(0);
  expect(printGraph(bound)).toMatchInlineSnapshot(`
    "graph(xs: float32[5, 3, 4])
      %0: float32[] = constant(0)
      %1: float32[], %2: float32[5, 6, 2] = scan(%0, xs, length=5, reverse=false)
        body(carry: float32[], x: float32[3, 4])
          %0: float32[] = sum(x, axes=[0, 1], keepDims=false)
          %1: int32[] = sizeOf(dim=12)
          %2: float32[] = cast(%1, dtype=float32)
          %3: float32[] = div(%0, %2)
          %4: float32[] = add(carry, %3)
          %5: float32[6, 2] = reshape(x, shape=[6, 2])
          return %4, %5
      return %1, %2"
  `);
});

test("names that are not given stay free", () => {
  const graph = trace((x: Tensor) => x.neg(), [{ shape: ["batch", "time"] }]);
  const bound = bindSizes(graph, { time: 4 });
  verify(bound);
  expect(printGraph(bound)).toContain("float32[batch, 4]");
});
