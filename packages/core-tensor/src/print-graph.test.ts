import { expect, test } from "vitest";
import { clip } from "./functions/math.ts";
import { reindex, sliceAxis } from "./functions/shaping.ts";
import { label } from "./label.ts";
import { tensor } from "./leaf-tensors.ts";
import { countOps, printGraph } from "./print-graph.ts";
import { scan } from "./scan.ts";
import { literal } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";

test("a loop prints its body", () => {
  const running = (xs: Tensor): readonly Tensor[] =>
    scan((sum: Tensor, x: Tensor) => [sum.add(x), sum], literal(0, "float32"), xs, { reverse: true });
  expect(printGraph(trace(running, [{ shape: ["steps"] }], ["xs"]))).toMatchInlineSnapshot(`
    "graph(xs: float32[steps])
      %0: float32[] = constant(0)
      %1: float32[], %2: float32[steps] = scan(%0, xs, length=steps, reverse=true)
        body(carry: float32[], x: float32[])
          %0: float32[] = add(carry, x)
          return %0, carry
      return %1, %2"
  `);
});

test("options of composites, params and long constants are short", () => {
  const graph = trace(
    (x: Tensor) =>
      clip(
        sliceAxis(
          reindex(
            x,
            Array.from({ length: 20 }, (_, i) => 19 - i),
          ),
          0,
          1,
          -1,
          2,
        ),
        0,
        6,
      ).add(tensor(new Float32Array(9).fill(1))),
    [{ shape: [20] }],
    ["x"],
  );
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(x: float32[20])
      %0: float32[20] = reindex(x, axis=0, index=[19, 18, 17, 16, 15, 14, 13, 12, … 20 in all])
      %1: float32[9] = slice(%0, starts=[1], limits=[19], steps=[2])
      %2: float32[9] = call(%1, clip, low=0, high=6)
        body(x: float32[9])
          %0: float32[] = constant(0)
          %1: float32[9] = maximum(x, %0)
          %2: float32[] = constant(6)
          %3: float32[9] = minimum(%1, %2)
          return %3
      %3: float32[9] = constant(float32[9])
      %4: float32[9] = add(%2, %3)
      return %4"
  `);
});

test("scopes are shown on request", () => {
  const graph = trace(
    (x: Tensor) => {
      const y = x.exp().neg();
      label([y], [x], "dense_1");
      return y;
    },
    [{ shape: [] }],
    ["x"],
  );
  expect(printGraph(graph, { name: "layer", scopes: true })).toMatchInlineSnapshot(`
    "layer(x: float32[])
      %0: float32[] = exp(x)  # dense_1
      %1: float32[] = neg(%0)  # dense_1
      return %1"
  `);
});

test("ops are counted, inner graphs included", () => {
  const graph = trace(
    (xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.mul(x).mul(x), []], literal(1, "float32"), xs)[0],
    [{ shape: [3] }],
  );
  expect(countOps(graph)).toEqual({ mul: 2, constant: 1, scan: 1 });
});
