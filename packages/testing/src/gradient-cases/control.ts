import { composite, literal, scan, stopGradient, tensor } from "@tidu/core-tensor";
import type { OpFamily, Tensor } from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { gradientCase, noInputs } from "./gradient-case.ts";
import type { GradientCasesOf } from "./gradient-case.ts";

const rows = randomValues([4, 3], 1);
const state = randomValues([3], 2);
const weights = randomValues([3, 3], 3);

/** h' = tanh(x + h W); the states of all steps. */
const recurrence = (h: Tensor, xs: Tensor, w: Tensor, reverse = false): readonly Tensor[] =>
  scan(
    (carry: Tensor, x: Tensor) => {
      const next = x.add(carry.matmul(w)).tanh();
      return [next, next];
    },
    h,
    xs,
    { reverse },
  );

const cubed = (x: Tensor): Tensor => composite({ name: "cubed", body: (y) => y.square().mul(y) }, x);

/** Its own rule, written for the same function: 3 x² g. */
const cubedWithRule = (x: Tensor): Tensor =>
  composite(
    {
      name: "cubedWithRule",
      body: (y) => y.square().mul(y),
      gradient: ({ args: [y], cotangent }) => (y === undefined ? [] : [cotangent.mul(y.square().mul(3))]),
    },
    x,
  );

export const control: GradientCasesOf<OpFamily<"control">> = {
  constant: noInputs,
  sizeOf: noInputs,
  stopGradient: [gradientCase("of a value that does not change", [state], (x) => x.mul(stopGradient(x.mul(0).add(2))))],
  call: [
    gradientCase("through the body", [state], (x) => cubed(x.mul(2))),
    gradientCase("by its own rule", [state], (x) => cubedWithRule(x.mul(2))),
    gradientCase("one inside another", [state], (x) => composite({ name: "outer", body: (y) => cubed(cubedWithRule(y).add(y)) }, x)),
  ],
  scan: [
    gradientCase("state, rows and a captured matrix", [state, rows, weights], (h, xs, w) => recurrence(h, xs, w)),
    gradientCase("only the last state", [state, rows, weights], (h, xs, w) => recurrence(h, xs, w).slice(0, 1)),
    gradientCase("from the last step to the first", [state, rows, weights], (h, xs, w) => recurrence(h, xs, w, true)),
    gradientCase("one step", [state, randomValues([1, 3], 1), weights], (h, xs, w) => recurrence(h, xs, w)),
    gradientCase("a state that is not float", [state, rows], (h, xs) => {
      const [[last], ys] = scan(
        ([carry, step]: readonly [Tensor, Tensor], x: Tensor) => [
          [carry.mul(x).add(step.cast("float32")), step.add(1)] as const,
          carry.mul(step.cast("float32")),
        ],
        [h, literal(1, "int32")] as const,
        xs,
      );
      return [last, ys];
    }),
    gradientCase("a loop in a loop", [state, rows, weights], (h, xs, w) =>
      scan(
        (carry: Tensor, x: Tensor) => {
          const [inner] = scan((c: Tensor, row: Tensor) => [c.mul(row).add(x).sin(), c], carry, w);
          return [inner, inner.mul(x)];
        },
        h,
        xs,
      ),
    ),
    gradientCase("no rows, a length", [state], (h) => scan((carry: Tensor) => [carry.sin().add(carry), carry], h, [], { length: 5 })),
    gradientCase("a captured constant of the graph", [state, rows], (h, xs) => recurrence(h, xs, tensor(weights))),
  ],
};
