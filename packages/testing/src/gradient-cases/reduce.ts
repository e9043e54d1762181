import type { OpFamily, ReduceOptions, Tensor } from "@tidu/core-tensor";
import { gradientCase, notFloat } from "./gradient-case.ts";
import type { GradientCase, GradientCasesOf } from "./gradient-case.ts";

const cube = [
  [
    [0.9, -1.2, 2.3],
    [-0.4, 1.9, 0.5],
  ],
  [
    [1.1, 0.2, -0.6],
    [1.6, -2.1, 0.7],
  ],
];

const folds = (fn: (x: Tensor, options?: ReduceOptions) => Tensor): readonly GradientCase[] => [
  gradientCase("all axes", [cube], (x) => fn(x)),
  gradientCase("the last axis", [cube], (x) => fn(x, { axis: -1 })),
  gradientCase("the outer axes, kept", [cube], (x) => fn(x, { axis: [0, 2], keepDims: true }).mul(x)),
];

export const reduce: GradientCasesOf<OpFamily<"reduce">> = {
  sum: folds((x, options) => x.sum(options)),
  prod: [
    ...folds((x, options) => x.prod(options)),
    gradientCase(
      "a zero among the factors",
      [
        [
          [1.5, 0, -2],
          [0, 3, 0],
        ],
      ],
      (x) => x.prod({ axis: 1 }),
    ),
    gradientCase("one factor", [[2.5]], (x) => x.prod()),
  ],
  max: folds((x, options) => x.max(options)),
  min: folds((x, options) => x.min(options)),
  any: notFloat,
  all: notFloat,
  argMax: notFloat,
  argMin: notFloat,
};
