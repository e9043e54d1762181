import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { tensor } from "../leaf-tensors.ts";
import { simplify } from "../passes/simplify.ts";
import { printGraph } from "../print-graph.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";

const total = ({ a, b }: { a: Tensor; b: Tensor }): Tensor => a.matmul(b).sum();

test("a product's gradients are products with the other operand", async () => {
  const g = grad(total)({
    a: tensor([
      [1, 2],
      [3, 4],
    ]),
    b: tensor([[5], [6]]),
  });
  expect([await g.a.array(), await g.b.array()]).toEqual([
    [
      [5, 6],
      [5, 6],
    ],
    [[4], [6]],
  ]);
});

test("an operand that is stretched over a batch sums over it", async () => {
  const g = grad(total)({ a: tensor([[[1, 2]], [[3, 4]]]), b: tensor([[[1], [1]]]) });
  expect([g.a.shape, await g.b.array()]).toEqual([[2, 1, 2], [[[4], [6]]]]);
});

test("vectors on either side", async () => {
  const g = grad(total)({ a: tensor([1, 2]), b: tensor([3, 4]) });
  expect([await g.a.array(), await g.b.array()]).toEqual([
    [3, 4],
    [1, 2],
  ]);
});

test("a matrix on the right of a batch meets it as one tall matrix", () => {
  const gradient = grad((w: Tensor, x: Tensor) => x.matmul(w).square().sum());
  const graph = simplify(trace(gradient, [{ shape: [4, 3] }, { shape: ["batch", 5, 4] }], ["w", "x"]));
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(w: float32[4, 3], x: float32[batch, 5, 4])
      %0: float32[5 * batch, 4] = reshape(x, shape=[5 * batch, 4])
      %1: float32[4, 5 * batch] = transpose(%0, permutation=[1, 0])
      %2: float32[batch, 5, 3] = matmul(x, w)
      %3: float32[batch, 5, 3] = add(%2, %2)
      %4: float32[5 * batch, 3] = reshape(%3, shape=[5 * batch, 3])
      %5: float32[4, 3] = matmul(%1, %4)
      return %5"
  `);
});
