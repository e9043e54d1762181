import { expect, test } from "vitest";
import { iota } from "../functions/shaping.ts";
import { randomBits } from "../functions/random.ts";
import { relu } from "../functions/activation.ts";
import { tensor } from "../leaf-tensors.ts";
import { countOps, printGraph } from "../print-graph.ts";
import { scan } from "../scan.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import type { Tree } from "../tree.ts";
import { verify } from "../verify.ts";
import { dropDeadCode } from "./dead-code.ts";
import { rewriteAlgebra } from "./rewrite-algebra.ts";

const folded = (fn: () => Tree) => {
  const graph = dropDeadCode(rewriteAlgebra(trace(fn, [])));
  verify(graph);
  return graph;
};

test("what is known is computed, composites and sizes too", () => {
  const graph = folded(() =>
    relu(tensor([-1, 2]))
      .mul(iota(2, "float32"))
      .sum()
      .add(tensor([[1, 2]]).mean()),
  );
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph()
      %0: float32[] = constant(3.5)
      return %0"
  `);
});

test("random bits and loops are left to the engine", () => {
  expect(countOps(folded(() => randomBits(tensor(Uint32Array.of(1, 2)), [2])))).toMatchObject({ randomBits: 1 });
  expect(countOps(folded(() => scan((c: Tensor) => [c.add(1), []], literal(0, "float32"), [], { length: 3 })[0]))).toMatchObject({
    scan: 1,
  });
});

test("a small tensor is not blown up into a large constant", () => {
  expect(countOps(folded(() => literal(1, "float32").broadcastTo([100, 100])))).toEqual({ constant: 1, broadcastTo: 1 });
  expect(countOps(folded(() => iota(1000)))).toEqual({ iota: 1 });
});

test("a free size is not a number yet", () => {
  const graph = rewriteAlgebra(trace((x: Tensor) => x.mean(), [{ shape: ["batch"] }]));
  expect(countOps(graph)).toMatchObject({ sizeOf: 1, cast: 1 });
});
