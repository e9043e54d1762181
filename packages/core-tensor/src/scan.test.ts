import { expect, test } from "vitest";
import { interpreterBackend } from "./evaluate/backend.ts";
import { jit } from "./jit.ts";
import { tensor } from "./leaf-tensors.ts";
import { printGraph } from "./print-graph.ts";
import { scan } from "./scan.ts";
import { literal } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";
import type { Tree } from "./tree.ts";

const zero = literal(0, "float32");
const xs = tensor([1, 2, 4]);

test("the carry goes from step to step, results are stacked", async () => {
  const [total, before] = scan((sum: Tensor, x: Tensor) => [sum.add(x), sum], zero, xs);
  expect([await total.item(), await before.array()]).toEqual([7, [0, 1, 3]]);
});

test("in reverse, rows come from the last to the first and results keep their rows", async () => {
  const [total, before] = scan((sum: Tensor, x: Tensor) => [sum.mul(2).add(x), sum], zero, xs, { reverse: true });
  expect([await total.item(), await before.array()]).toEqual([(4 * 2 + 2) * 2 + 1, [10, 4, 0]]);
});

test("carries, rows and results are trees; a carry may come back with its keys in another order", async () => {
  const [last, rows] = scan(
    ({ a, b }: { a: Tensor; b: Tensor }, [x, y]: readonly [Tensor, Tensor]) => [{ b: b.add(y), a: a.add(x) }, { sum: [a.add(b)] }],
    { a: zero, b: literal(10, "float32") },
    [xs, xs.mul(10)],
  );
  expect([await last.a.item(), await last.b.item()]).toEqual([7, 80]);
  expect(await rows.sum[0]?.array()).toEqual([10, 21, 43]);
});

test("without rows, the length says how often", async () => {
  const [power] = scan((p: Tensor) => [p.mul(3), []], literal(1, "float32"), [], { length: 4 });
  expect(await power.item()).toBe(81);
});

test("no step at all gives the first carry and empty results", async () => {
  const [sum, rows] = scan((s: Tensor, x: Tensor) => [s.add(x.sum()), x], zero, tensor(new Float32Array(0), [0, 2]));
  expect([await sum.item(), rows.shape, await rows.array()]).toEqual([0, [0, 2], []]);
});

test("a loop in a loop", async () => {
  const inner = (start: Tensor, row: Tensor): Tensor => scan((p: Tensor, x: Tensor) => [p.mul(x), []], start, row)[0];
  const [sum, products] = scan(
    (s: Tensor, row: Tensor) => {
      const product = inner(literal(1, "float32"), row);
      return [s.add(product), product];
    },
    zero,
    tensor([
      [1, 2],
      [3, 4],
    ]),
  );
  expect([await sum.item(), await products.array()]).toEqual([14, [2, 12]]);
});

test("tensors that the body uses from outside become constants of the loop, once", () => {
  const graph = trace(
    (x: Tensor, rows: Tensor) => {
      const weight = x.exp();
      return scan((c: Tensor, row: Tensor) => [c.add(row.mul(weight)).mul(weight), []], zero, rows)[0];
    },
    [{ shape: [] }, { shape: ["steps"] }],
    ["x", "rows"],
  );
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(x: float32[], rows: float32[steps])
      %0: float32[] = constant(0)
      %1: float32[] = exp(x)
      %2: float32[] = scan(%0, rows, %1, length=steps, reverse=false)
        body(carry: float32[], x: float32[], captured0: float32[])
          %0: float32[] = mul(x, captured0)
          %1: float32[] = add(carry, %0)
          %2: float32[] = mul(%1, captured0)
          return %2
      return %2"
  `);
});

test("a loop over a free number of steps runs for every number", async () => {
  const sum = jit((rows: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(x), []], zero, rows)[0], {
    backend: interpreterBackend(),
    dynamic: { 0: ["steps"] },
  });
  expect(await (await sum(tensor([1, 2]))).item()).toBe(3);
  expect(await (await sum(tensor([1, 2, 3]))).item()).toBe(6);
});

const state = { weight: tensor([1, 2]), steps: literal(0, "int32") };

test.each<readonly [string, (carry: typeof state) => Tree, string]>([
  [
    "its shape",
    ({ weight, steps }) => ({ weight: weight.sum(), steps }),
    'scan: carry "weight" enters a step as float32[2] and leaves it as float32[]; it must keep its shape and dtype.',
  ],
  [
    "its dtype",
    ({ weight, steps }) => ({ weight, steps: steps.cast("float32").add(1) }),
    'scan: carry "steps" enters a step as int32[] and leaves it as float32[]; it must keep its shape and dtype.',
  ],
  ["nothing back", ({ weight }) => ({ weight }), 'scan: the next carry lacks carry "steps". A step returns [next carry, results].'],
  ["more back", (carry) => ({ ...carry, extra: carry.weight }), 'scan: the next carry has carry "extra", which the first carry has not.'],
])("a carry that changes %s is refused by name", (_, step, message) => {
  expect(() => scan<Tree, readonly [], readonly []>((carry) => [step(carry as typeof state), []], state, [], { length: 2 })).toThrow(
    message,
  );
});

test("a carry without a name is refused as the carry", () => {
  expect(() => scan((c: Tensor, x: Tensor) => [c.add(x), []], tensor([0]), tensor([[1, 2]]))).toThrow(
    "scan: the carry enters a step as float32[1] and leaves it as float32[2]; it must keep its shape and dtype.",
  );
});

test("rows need a first axis of the same size", () => {
  expect(() => scan((c: Tensor) => [c, []], zero, { a: xs, b: tensor([1, 2]) })).toThrow(
    'scan: xs at "b" is float32[2], not of 3 steps: expected equal sizes, received 2 and 3.',
  );
  expect(() => scan((c: Tensor) => [c, []], zero, [zero], { length: 2 })).toThrow(
    'scan: xs at "0" is float32[]; it needs a first axis of steps.',
  );
});

test.each([[-1], [1.5], [NaN]])("%d steps are refused", (length) => {
  expect(() => scan((c: Tensor) => [c, []], zero, [], { length })).toThrow(
    `scan: expected a length of 0 or more steps, received ${length}.`,
  );
});

test("without rows and a length there is no number of steps", () => {
  expect(() => scan((c: Tensor) => [c, []], zero, [])).toThrow("scan: give xs with a first axis of steps, or a length.");
});
