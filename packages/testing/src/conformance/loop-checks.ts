import { composite, cumsum, foldIn, gather, normal, randomKey, scan, splitKey, tensor, uniform, valueAndGrad } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { bool, float32, int32, uint8 } from "../values.ts";
import type { Check } from "./check.ts";
import { traced } from "./traced.ts";

const rows = randomValues([5, 3], 1);
const state = randomValues([3], 2);
const weights = randomValues([3, 3], 3);

const rnn = (h: Tensor, xs: Tensor, w: Tensor, reverse = false): readonly [Tensor, Tensor] =>
  scan(
    (carry: Tensor, x: Tensor) => {
      const next = x.add(carry.matmul(w)).tanh();
      return [next, next];
    },
    h,
    xs,
    { reverse },
  );

const steps = [{ shape: [3] }, { shape: ["steps", 3] }, { shape: [3, 3] }];

/** Loops and composites. */
export const loopChecks = (): readonly Check[] => [
  traced({
    name: "a recurrence with a captured matrix",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => rnn(h, xs, w),
    inputs: [state, rows, weights],
  }),
  traced({
    name: "a recurrence from the last step to the first",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => rnn(h, xs, w, true),
    inputs: [state, rows, weights],
  }),
  traced({
    name: "a recurrence with a captured constant",
    fn: (h: Tensor, xs: Tensor) => rnn(h, xs, tensor(weights)),
    inputs: [state, rows],
  }),
  traced({
    name: "a recurrence with a large captured constant",
    fn: (h: Tensor, xs: Tensor) => rnn(h, xs, tensor(randomValues([6, 6], 3))),
    inputs: [randomValues([6], 2), randomValues([4, 6], 1)],
  }),
  traced({
    name: "no steps",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => rnn(h, xs, w),
    inputs: [state, float32([], [0, 3]), weights],
    outputs: [state, float32([], [0, 3])],
  }),
  traced({
    name: "a free number of steps, five",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => rnn(h, xs, w),
    specs: steps,
    inputs: [state, rows, weights],
  }),
  traced({
    name: "a free number of steps, one",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => rnn(h, xs, w),
    specs: steps,
    inputs: [state, randomValues([1, 3], 1), weights],
  }),
  traced({
    name: "a free number of steps, none",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => rnn(h, xs, w),
    specs: steps,
    inputs: [state, float32([], [0, 3]), weights],
  }),
  traced({
    name: "a carry that passes through, a carry that swaps",
    fn: (a: Tensor, b: Tensor, xs: Tensor) =>
      scan(
        (carry: readonly [Tensor, Tensor, Tensor], x: Tensor) => [[carry[1], carry[0], carry[2]] as const, x.add(carry[2])],
        [a, b, a] as const,
        xs,
      ),
    inputs: [1, 2, [10, 20, 30]],
    outputs: [2, 1, 1, [11, 21, 31]],
  }),
  traced({
    name: "carries and results of several dtypes",
    fn: (xs: Tensor, flags: Tensor) =>
      scan(
        ({ count, any }: { readonly count: Tensor; readonly any: Tensor }, { x, flag }: { readonly x: Tensor; readonly flag: Tensor }) => {
          const next = { count: count.add(x), any: any.logicalOr(flag) };
          return [next, { sum: next.count, seen: next.any, negative: x.less(0) }];
        },
        { count: tensor(int32(0)), any: tensor(bool(false)) },
        { x: xs, flag: flags },
      ),
    inputs: [int32([1, -2, 4]), bool([false, true, false])],
    outputs: [3, bool(true), [1, -1, 3], [false, true, true], [false, true, false]],
  }),
  traced({
    name: "a row that is a result unchanged",
    fn: (xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(1), x], tensor(0), xs),
    inputs: [[5, 6]],
    outputs: [2, [5, 6]],
  }),
  traced({
    name: "a result that does not depend on the step",
    fn: (xs: Tensor, k: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(x), k], tensor(0), xs),
    inputs: [
      [5, 6],
      [1, 2],
    ],
    outputs: [
      11,
      [
        [1, 2],
        [1, 2],
      ],
    ],
  }),
  traced({
    name: "random bits in a loop that carries its key",
    fn: (seed: Tensor) => scan((key: Tensor) => [foldIn(key, 1), uniform(key, [4])], seed, [], { length: 3 }),
    inputs: [Uint32Array.of(12, 34)],
    exact: true,
  }),
  traced({
    name: "keys derived from a counter that is carried",
    fn: (key: Tensor) => scan((step: Tensor) => [step.add(1), uniform(foldIn(key, step), [2, 2])], tensor(int32(0)), [], { length: 3 }),
    inputs: [Uint32Array.of(12, 34)],
    exact: true,
  }),
  traced({
    name: "a loop in a loop",
    fn: (h: Tensor, xs: Tensor, w: Tensor) =>
      scan(
        (carry: Tensor, x: Tensor) => {
          const [inner, trail] = scan((c: Tensor, row: Tensor) => [c.mul(row).add(x).sin(), c.sum()], carry, w);
          return [inner, trail];
        },
        h,
        xs,
      ),
    inputs: [state, rows, weights],
  }),
  traced({
    name: "two loops over the same rows",
    fn: (h: Tensor, xs: Tensor, w: Tensor) => [rnn(h, xs, w), rnn(h.neg(), xs, w)],
    inputs: [state, rows, weights],
  }),
  traced({
    name: "the gradient of a loop by its rows, its state and its matrix",
    fn: (...params: Tensor[]) =>
      valueAndGrad(([h, xs, w]: readonly [Tensor, Tensor, Tensor]) => rnn(h, xs, w)[1].square().sum())([
        params[0] ?? tensor(0),
        params[1] ?? tensor(0),
        params[2] ?? tensor(0),
      ]),
    inputs: [state, rows, weights],
  }),
  traced({
    name: "a step with its gradient inside a loop",
    fn: (w: Tensor, xs: Tensor) =>
      scan(
        (weight: Tensor, x: Tensor) => {
          const [loss, g] = valueAndGrad((p: Tensor) => x.matmul(p).tanh().square().mean())(weight);
          return [weight.sub(g.mul(0.5)), loss];
        },
        w,
        xs,
      ),
    inputs: [weights, randomValues([6, 4, 3], 1)],
  }),
  traced({
    name: "rows of captured bytes gathered and made floats, step by step",
    fn: (bytes: Tensor, batches: Tensor) =>
      scan((total: Tensor, rows: Tensor) => [total.add(1), gather(bytes, rows).cast("float32").div(255)], tensor(0), batches),
    inputs: [uint8([0, 255, 51, 102, 153, 204], [3, 2]), int32([2, 0, 1, 1], [2, 2])],
    outputs: [2, float32([0.6, 0.8, 0, 1, 0.2, 0.4, 0.2, 0.4], [2, 2, 2])],
  }),
  traced({
    name: "a composite that no engine knows",
    fn: (x: Tensor) => composite({ name: "unheardOf", body: (y) => y.mul(2).add(1) }, x),
    inputs: [[1, 2]],
    outputs: [[3, 5]],
  }),
  traced({
    name: "a composite in a loop",
    fn: (xs: Tensor) =>
      scan((c: Tensor, x: Tensor) => [composite({ name: "unheardOf", body: (a, b) => a.add(b ?? 0) }, c, x), c], tensor(0), xs),
    inputs: [[1, 2, 3]],
    outputs: [6, [0, 1, 3]],
  }),
  traced({
    name: "a loop in a composite",
    fn: (x: Tensor) => composite({ name: "unheardOf", body: (y) => scan((c: Tensor, row: Tensor) => [c.add(row), c], tensor(0), y)[1] }, x),
    inputs: [[1, 2, 3]],
    outputs: [[0, 1, 3]],
  }),
  traced({ name: "independent keys", fn: (key: Tensor) => splitKey(key, 3), inputs: [Uint32Array.of(1, 2)] }),
  traced({ name: "normal numbers of a key", fn: () => normal(randomKey(5), [50]), inputs: [] }),
  traced({
    name: "running sums of a loop's results",
    fn: (xs: Tensor) => cumsum(scan((c: Tensor, x: Tensor) => [c.add(x), c.mul(x)], tensor(1), xs)[1]),
    inputs: [[1, 2, 3]],
    outputs: [[1, 5, 17]],
  }),
];
