import { expect, test } from "vitest";
import { grad, valueAndGrad } from "../autodiff.ts";
import { evaluate } from "../evaluate/index.ts";
import { relu } from "../functions/activation.ts";
import { gather } from "../functions/indexing.ts";
import { countOps, printGraph } from "../print-graph.ts";
import { scan } from "../scan.ts";
import { tensor } from "../leaf-tensors.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { simplify } from "./simplify.ts";

test("a dense layer's gradient is a page", () => {
  const loss = ({ kernel, bias }: { kernel: Tensor; bias: Tensor }, x: Tensor): Tensor => relu(x.matmul(kernel).add(bias)).square().mean();
  const graph = simplify(
    trace(grad(loss), [{ kernel: { shape: [3, 2] }, bias: { shape: [2] } }, { shape: ["batch", 3] }], ["weights", "x"]),
  );
  verify(graph);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(weights/kernel: float32[3, 2], weights/bias: float32[2], x: float32[batch, 3])
      %0: float32[3, batch] = transpose(x, permutation=[1, 0])
      %1: float32[] = constant(1)
      %2: int32[] = sizeOf(dim=2 * batch)
      %3: float32[] = cast(%2, dtype=float32)
      %4: float32[] = div(%1, %3)
      %5: float32[batch, 2] = matmul(x, weights/kernel)
      %6: float32[batch, 2] = add(%5, weights/bias)
      %7: float32[batch, 2] = call(%6, relu)
        body(x: float32[batch, 2])
          %0: float32[] = constant(0)
          %1: float32[batch, 2] = maximum(x, %0)
          return %1
      %8: float32[batch, 2] = mul(%4, %7)
      %9: float32[batch, 2] = add(%8, %8)
      %10: float32[batch, 2] = call(%9, %7, reluGradient)
        body(a: float32[batch, 2], b: float32[batch, 2])
          %0: float32[] = constant(0)
          %1: bool[batch, 2] = greater(b, %0)
          %2: float32[] = constant(0)
          %3: float32[batch, 2] = where(%1, a, %2)
          return %3
      %11: float32[3, 2] = matmul(%0, %10)
      %12: float32[2] = sum(%10, axes=[0], keepDims=false)
      return %11, %12"
  `);
});

test("a scan and its gradient's forward pass become one", async () => {
  const f = (w: Tensor, xs: Tensor): Tensor =>
    scan((c: Tensor, x: Tensor) => [c.mul(w).add(x).tanh(), c] as const, literal(0, "float32"), xs)[0];
  const graph = trace((w: Tensor, xs: Tensor) => valueAndGrad(f)(w, xs), [{ shape: [] }, { shape: [5] }]);
  expect(countOps(graph)["scan"]).toBe(3);
  const simple = simplify(graph);
  verify(simple);
  expect(countOps(simple)["scan"]).toBe(2);
  const inputs = [tensorData(0.5), tensorData([1, 2, 3, 4, 5])];
  expect(evaluate(simple, inputs).map(({ data }) => [...data])).toEqual(evaluate(graph, inputs).map(({ data }) => [...data]));
});

test("an embedding's gradient step adds rows to the table itself", () => {
  const graph = simplify(
    trace(
      (table: Tensor, ids: Tensor) => table.sub(grad((t: Tensor) => gather(t, ids).sum())(table).mul(0.1)),
      [{ shape: [9, 4] }, { shape: [3], dtype: "int32" }],
    ),
  );
  expect(countOps(graph)["scatterAdd"]).toBe(1);
});

test("identities do not touch NaN: 0 · x stays", () => {
  const graph = simplify(trace((x: Tensor) => x.mul(0).sub(0).mul(1), [{ shape: [2] }]));
  expect(countOps(graph)).toEqual({ constant: 1, mul: 1 });
});

test("known numbers are folded, equal things computed once", () => {
  const graph = simplify(trace((x: Tensor) => x.add(tensor([1, 2]).exp().sum()).mul(x.add(tensor([1, 2]).exp().sum())), [{ shape: [2] }]));
  expect(countOps(graph)).toEqual({ constant: 1, add: 1, mul: 1 });
});
