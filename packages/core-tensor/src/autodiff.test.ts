import { describe, expect, test } from "vitest";
import { grad, stopGradient, valueAndGrad, valueAuxAndGrad } from "./autodiff.ts";
import { softmax } from "./functions/activation.ts";
import { gather } from "./functions/indexing.ts";
import { concat, where } from "./functions/shaping.ts";
import { tensor } from "./leaf-tensors.ts";
import { simplify } from "./passes/simplify.ts";
import { countOps } from "./print-graph.ts";
import { scan } from "./scan.ts";
import { literal } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";

describe("grad", () => {
  test("the gradient of x³ is 3x²", async () => {
    expect(await grad((x: Tensor) => x.pow(3).sum())(tensor([1, 2])).array()).toEqual([3, 12]);
  });

  test("gradients of gradients: the third derivative of x⁴ is 24x", async () => {
    const f = (x: Tensor): Tensor => x.square().square().sum();
    const third = grad((x: Tensor) => grad((y: Tensor) => grad(f)(y).sum())(x).sum());
    expect(await third(tensor([1, 2])).array()).toEqual([24, 48]);
  });

  test("a Hessian times a vector: of x²y along (1, 2) at (3, 5)", async () => {
    // ∇f = (2xy, x²); the derivative of 1·2xy + 2·x² is (2y + 4x, 2x)
    const f = ({ x, y }: { x: Tensor; y: Tensor }): Tensor => x.square().mul(y);
    const along = (p: { x: Tensor; y: Tensor }): Tensor => {
      const g = grad(f)(p);
      return g.x.add(g.y.mul(2));
    };
    const product = grad(along)({ x: tensor(3), y: tensor(5) });
    expect([await product.x.item(), await product.y.item()]).toEqual([22, 6]);
  });

  test("parameters are trees, gradients have their structure", async () => {
    const params = { layers: [{ w: tensor([2]) }, { w: tensor([3]) }], scale: tensor(5) };
    const f = ({ layers, scale }: typeof params): Tensor =>
      layers.reduce((product, { w }) => product.mul(w.sum()), literal(1, "float32")).mul(scale);
    const g = grad(f)(params);
    expect(await Promise.all([g.layers[0]?.w.array(), g.layers[1]?.w.array(), g.scale.item()])).toEqual([[15], [10], 6]);
  });

  test("only the first argument is differentiated, the others are constants", async () => {
    const f = (w: Tensor, x: Tensor, power: number): Tensor => w.mul(x).pow(power).sum();
    expect(await grad(f)(tensor([1]), tensor([3]), 2).array()).toEqual([18]);
  });

  test("what the function closes over is a constant", async () => {
    const x = tensor([2]);
    const [value, slope] = valueAndGrad((y: Tensor) => y.mul(x).mul(x).sum())(x);
    expect([await value.item(), await slope.array()]).toEqual([8, [4]]);
  });

  test("a parameter that is not used has a gradient of zeros", async () => {
    const g = grad(({ used }: { used: Tensor; unused: Tensor }) => used.sum())({ used: tensor([1]), unused: tensor([[1, 2]]) });
    expect(await g.unused.array()).toEqual([[0, 0]]);
  });

  test("a constant function has a gradient of zeros", async () => {
    expect(await grad<Tensor, []>(() => literal(3, "float32"))(tensor([1, 2])).array()).toEqual([0, 0]);
  });

  test("a value used several times collects what comes from each use", async () => {
    const f = (x: Tensor): Tensor => {
      const y = x.mul(3);
      return y.mul(y).add(y).add(x).sum(); // 9x² + 4x
    };
    expect(await grad(f)(tensor([1, 2])).array()).toEqual([22, 40]);
  });

  test("the same tensor as two parameters gives two gradients", async () => {
    const x = tensor(3);
    const g = grad(({ a, b }: { a: Tensor; b: Tensor }) => a.square().mul(b))({ a: x, b: x });
    expect([await g.a.item(), await g.b.item()]).toEqual([18, 9]);
  });

  test("integer parameters are refused by name", () => {
    const f = ({ ids }: { ids: Tensor }): Tensor => ids.cast("float32").sum();
    expect(() => grad(f)({ ids: tensor(Int32Array.of(1)) })).toThrow('grad: parameter "ids" is int32[1]; only float32 has a gradient.');
  });

  test("a function that does not return a float32 scalar is refused", () => {
    expect(() => grad((x: Tensor) => x)(tensor([1, 2]))).toThrow(
      "grad: expected a function that returns a float32 scalar, received float32[2]. Sum or average it first.",
    );
    expect(() => grad((x: Tensor) => x.sum().cast("int32"))(tensor([1, 2]))).toThrow("received int32[].");
  });
});

describe("how cotangents flow", () => {
  test("a bias gradient sums over the batch", async () => {
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const gradient = grad((bias: Tensor) => x.add(bias).square().sum())(tensor([0, 1]));
    expect(await gradient.array()).toEqual([18, 30]); // 2 Σ (x + b), by hand
  });

  test.each([
    [[1, 3], [[5, 5, 5]]],
    [
      [2, 1],
      [[9], [6]],
    ],
    [[1, 1], [[15]]],
    [[3], [5, 5, 5]],
    [[], 15],
  ])("a factor of shape %j gets the sums of what it was stretched over", async (shape, expected) => {
    const x = tensor([
      [3, 3, 3],
      [2, 2, 2],
    ]);
    const size = shape.reduce((a, b) => a * b, 1);
    const gradient = grad((factor: Tensor) => x.mul(factor).sum())(tensor(new Float32Array(size).fill(1), shape));
    expect(await gradient.array()).toEqual(expected);
  });

  test("stopGradient keeps the value and lets nothing through", async () => {
    const [value, slope] = valueAndGrad((x: Tensor) => x.mul(stopGradient(x)).sum())(tensor([3]));
    expect([await value.item(), await slope.array()]).toEqual([9, [3]]);
  });

  test("ties share: the largest of equal elements get equal parts, a clipped tie half", async () => {
    // PyTorch: torch.amax and torch.maximum
    expect(await grad((x: Tensor) => x.max())(tensor([2, 2, 1])).array()).toEqual([0.5, 0.5, 0]);
    expect(await grad((x: Tensor) => x.maximum(0).sum())(tensor([-1, 0, 1])).array()).toEqual([0, 0.5, 1]);
    expect(await grad((x: Tensor) => x.minimum(x).sum())(tensor([1])).array()).toEqual([1]);
  });

  test("steps have slope zero", async () => {
    const f = (x: Tensor): Tensor => x.floor().add(x.sign()).add(x.greater(0).cast("float32")).add(x.cast("int32").cast("float32")).sum();
    expect(await grad(f)(tensor([0.5, -1.5])).array()).toEqual([0, 0]);
  });

  test("a detour through float16 is not a dead end", async () => {
    const f = (x: Tensor): Tensor => x.cast("float16").reshape([2, 1]).cast("float32").mul(3).sum();
    expect(await grad(f)(tensor([1, 2])).array()).toEqual([3, 3]);
  });

  test("where sends each cotangent to the branch that was taken", async () => {
    const g = grad(({ a, b }: { a: Tensor; b: Tensor }) =>
      where(tensor([true, false]), a, b)
        .mul(tensor([3, 5]))
        .sum(),
    )({
      a: tensor([0, 0]),
      b: tensor(0),
    });
    expect([await g.a.array(), await g.b.item()]).toEqual([[3, 0], 5]);
  });

  test("rows gathered twice add up", async () => {
    const f = (table: Tensor): Tensor =>
      gather(table, tensor(Int32Array.of(2, 0, 2)))
        .mul(tensor([[1], [10], [100]]))
        .sum();
    expect(await grad(f)(tensor([[0], [0], [0]])).array()).toEqual([[10], [0], [101]]);
  });

  test("only the wanted part of a joined tensor is differentiated", async () => {
    const f = (x: Tensor): Tensor =>
      concat([x, tensor([7])])
        .square()
        .sum();
    expect(await grad(f)(tensor([1, 2])).array()).toEqual([2, 4]);
  });

  test("a softmax gradient, by p (1 − p) and −p q", async () => {
    const first = (x: Tensor): Tensor => softmax(x).slice([0, 0], [null, 1]).sum();
    const [p, q, r] = [0.09003057, 0.24472847, 0.66524096]; // NumPy
    const g = await grad(first)(tensor([[1, 2, 3]])).data();
    [p * (1 - p), -p * q, -p * r].forEach((expected, i) => expect(g[i]).toBeCloseTo(expected, 6));
  });
});

describe("what is computed", () => {
  test("the value comes with the gradient, and more when the function returns more", async () => {
    const f = (x: Tensor): readonly [Tensor, { twice: Tensor; count: Tensor }] => [
      x.square().sum(),
      { twice: x.mul(2), count: tensor(Int32Array.of(7)) },
    ];
    const [value, aux, slope] = valueAuxAndGrad(f)(tensor([1, 3]));
    expect(await Promise.all([value.item(), aux.twice.array(), aux.count.array(), slope.array()])).toEqual([10, [2, 6], [7], [2, 6]]);
  });

  test("nothing flows back from what comes along", async () => {
    const f = (x: Tensor): readonly [Tensor, Tensor] => [x.sum(), x.exp().sum()];
    expect(await valueAuxAndGrad(f)(tensor([1, 2]))[2].array()).toEqual([1, 1]);
  });

  test("no part of the forward pass is computed twice", () => {
    const f = (x: Tensor): Tensor => softmax(x.exp()).mul(x.tanh().sigmoid()).sum();
    const graph = trace((x: Tensor) => valueAndGrad(f)(x), [{ shape: [3] }]);
    expect(countOps(graph)).toMatchObject({ tanh: 1, sigmoid: 1, call: 1, exp: 2 }); // one exp is softmax's own
  });

  test("no cotangent is computed for what needs none", () => {
    const graph = trace((x: Tensor) => grad((w: Tensor) => x.matmul(w).sum())(tensor([[1], [2]])), [{ shape: [5, 2] }]);
    expect(countOps(simplify(graph))["matmul"]).toBe(1);
  });

  test("nodes of a gradient are named after what they differentiate", () => {
    const graph = trace(
      grad((x: Tensor) => softmax(x).exp().sum()),
      [{ shape: [3] }],
    );
    const scopes = new Set(graph.nodes.map(({ scope }) => scope));
    expect([...scopes].toSorted()).toEqual(["", "gradient"]);
  });
});

describe("through a loop", () => {
  test("the product of xs through a carry, by a captured weight", async () => {
    // y = w³ x1 x2 x3; dy/dw = 3 w² Πx; dy/dx1 = w³ x2 x3
    const f = ({ w, xs }: { w: Tensor; xs: Tensor }): Tensor =>
      scan((c: Tensor, x: Tensor) => [c.mul(x).mul(w), c] as const, literal(1, "float32"), xs)[0];
    const g = grad(f)({ w: tensor(2), xs: tensor([3, 5, 7]) });
    expect(await g.w.item()).toBe(3 * 4 * 105);
    expect(await g.xs.array()).toEqual([8 * 35, 8 * 21, 8 * 15]);
  });

  test("in reverse, from results of every step", async () => {
    // c2 = x2, c1 = w x2 + x1, c0 = w² x2 + w x1 + x0; f = c0 + c1 + c2
    const f = ({ w, xs }: { w: Tensor; xs: Tensor }): Tensor => {
      const step = (c: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
        const next = c.mul(w).add(x);
        return [next, next];
      };
      return scan(step, literal(0, "float32"), xs, { reverse: true })[1].sum();
    };
    const [value, g] = valueAndGrad(f)({ w: tensor(2), xs: tensor([1, 3, 5]) });
    expect([await value.item(), await g.w.item(), await g.xs.array()]).toEqual([45, 28, [1, 3, 7]]);
  });

  test("with respect to the first carry", async () => {
    const f = (start: Tensor): Tensor => scan((c: Tensor) => [c.mul(c), []] as const, start, [], { length: 3 })[0]; // x⁸
    expect(await grad(f)(tensor(2)).item()).toBe(8 * 128);
  });

  test("integers in the carry count along", async () => {
    const f = (w: Tensor): Tensor =>
      scan(
        ({ i, sum }: { i: Tensor; sum: Tensor }) => [{ i: i.add(1), sum: sum.add(w.mul(i.cast("float32"))) }, []] as const,
        { i: literal(0, "int32"), sum: literal(0, "float32") },
        [],
        { length: 4 },
      )[0].sum;
    expect(await grad(f)(tensor(1)).item()).toBe(0 + 1 + 2 + 3);
  });

  test("a loop in a loop", async () => {
    const power = (x: Tensor, n: number, start: Tensor): Tensor =>
      scan((c: Tensor) => [c.mul(x), []] as const, start, [], { length: n })[0];
    const f = (x: Tensor): Tensor => scan((c: Tensor) => [power(x, 2, c), []] as const, literal(1, "float32"), [], { length: 2 })[0]; // x⁴
    expect(await grad(f)(tensor(2)).item()).toBe(32);
  });

  test("twice", async () => {
    const power = (x: Tensor): Tensor => scan((c: Tensor) => [c.mul(x), [] as const] as const, literal(1, "float32"), [], { length: 4 })[0];
    expect(await grad((x: Tensor) => grad(power)(x))(tensor(3)).item()).toBeCloseTo(108, 4); // 12 x²
  });

  test("a gradient taken inside of each step: gradient descent on (w − x)²", async () => {
    const step = (w: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
      const [loss, slope] = valueAndGrad((v: Tensor) => v.sub(x).square())(w);
      return [w.sub(slope.mul(0.5)), loss];
    };
    const [w, losses] = scan(step, literal(0, "float32"), tensor([3, 5]));
    expect([await w.item(), await losses.array()]).toEqual([5, [9, 4]]); // a step of ½ lands on x
  });

  test("no step leaves the gradient of the carry as it is", async () => {
    const f = (c: Tensor): Tensor => scan((s: Tensor, x: Tensor) => [s.mul(x), []] as const, c, tensor(new Float32Array(0)))[0];
    expect(await grad(f)(tensor(3)).item()).toBe(1);
  });
});
