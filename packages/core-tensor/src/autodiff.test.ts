import { expect, test } from "vitest";
import { grad, valueAndGrad } from "./autodiff.ts";
import { softmax } from "./functions/activation.ts";
import { scan } from "./scan.ts";
import { tensor } from "./leaf-tensors.ts";
import { literal } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";

test("the gradient of x³ is 3x²", async () => {
  expect(await grad((x: Tensor) => x.pow(3).sum())(tensor([1, 2])).array()).toEqual([3, 12]);
});

test("gradients of gradients: the third derivative of x⁴ is 24x", async () => {
  const f = (x: Tensor): Tensor => x.square().square().sum();
  const third = grad((x: Tensor) => grad((y: Tensor) => grad(f)(y).sum())(x).sum());
  expect(await third(tensor([1, 2])).array()).toEqual([24, 48]);
});

test("what the function closes over is a constant", async () => {
  const x = tensor([2]);
  const [value, slope] = valueAndGrad((y: Tensor) => y.mul(x).mul(x).sum())(x);
  expect([await value.item(), await slope.array()]).toEqual([8, [4]]);
});

test("a bias gradient sums over the batch", async () => {
  const gradient = grad((bias: Tensor) =>
    tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
      .add(bias)
      .square()
      .sum(),
  )(tensor([0, 1]));
  expect(await gradient.array()).toEqual([18, 30]); // 2 Σ (x + b), by hand
});

test("a softmax gradient adds up to zero per row", async () => {
  const g = await grad((x: Tensor) => softmax(x).slice([0, 0], [null, 1]).sum())(tensor([[1, 2, 3]])).data();
  const p = [0.09003057, 0.24472847, 0.66524096]; // NumPy
  expect(g[0]).toBeCloseTo(0.09003057 * (1 - 0.09003057), 6);
  expect(g[1]).toBeCloseTo(-0.09003057 * (p[1] ?? 0), 6);
});

test("a scan differentiates: the product of xs through a carry, by a captured weight", async () => {
  // y = w³ x1 x2 x3; dy/dw = 3 w² Πx; dy/dx1 = w³ x2 x3
  const f = ({ w, xs }: { w: Tensor; xs: Tensor }): Tensor => {
    const [last] = scan((c: Tensor, x: Tensor) => [c.mul(x).mul(w), c] as const, literal(1, "float32"), xs);
    return last;
  };
  const g = grad(f)({ w: tensor(2, []), xs: tensor([3, 5, 7]) });
  expect(await g.w.item()).toBe(3 * 4 * 105);
  expect(await g.xs.array()).toEqual([8 * 35, 8 * 21, 8 * 15]);
});

test("a scan differentiates twice", async () => {
  // f = x^4 by four steps: f'' = 12 x²
  const power = (x: Tensor): Tensor => scan((c: Tensor) => [c.mul(x), [] as const] as const, literal(1, "float32"), [], { length: 4 })[0];
  expect(await grad((x: Tensor) => grad(power)(x))(tensor(3, [])).item()).toBeCloseTo(108, 4);
});
