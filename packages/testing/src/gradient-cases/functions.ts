import {
  atan2,
  clip,
  einsum,
  erfInverse,
  expm1,
  log1p,
  logSoftmax,
  logSumExp,
  relu,
  softmax,
  softplus,
  sort,
  tile,
} from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { gradientCase } from "./gradient-case.ts";
import type { GradientCase } from "./gradient-case.ts";

const matrix = [
  [-1.7, -0.6, 0.3],
  [0.8, 1.4, 2.2],
];
const cube = randomValues([2, 3, 2], 5);

/** Functions over primitives, by name; those with a derivative of their own above all. */
export const functionGradientCases: Readonly<Record<string, readonly GradientCase[]>> = {
  relu: [gradientCase("values", [matrix], (x) => relu(x).square())],
  softplus: [gradientCase("values", [matrix], softplus)],
  softmax: [
    gradientCase("the last axis", [matrix], (x) => softmax(x)),
    gradientCase("the middle of three axes", [cube], (x) => softmax(x, 1)),
    gradientCase("then a logarithm", [matrix], (x) => softmax(x).log()),
  ],
  logSoftmax: [gradientCase("the first axis", [matrix], (x) => logSoftmax(x, 0))],
  logSumExp: [gradientCase("one axis", [matrix], (x) => logSumExp(x, { axis: 1 }))],
  log1p: [gradientCase("values", [[-0.9, -0.01, 0.4, 3]], log1p)],
  expm1: [gradientCase("values", [matrix], expm1)],
  clip: [gradientCase("values", [matrix], (x) => clip(x, -1, 1).mul(x))],
  atan2: [
    gradientCase(
      "all quadrants",
      [
        [1, 1.2, -0.8, -0.7],
        [0.5, -1, -0.4, 1.5],
      ],
      atan2,
    ),
  ],
  erfInverse: [gradientCase("values", [[-0.9, -0.2, 0.3, 0.8]], erfInverse)],
  einsum: [
    gradientCase("attention scores", [randomValues([1, 2, 2, 3], 1), randomValues([1, 2, 2, 3], 2)], (q, k) =>
      einsum("bhqd,bhkd->bhqk", q, k),
    ),
    gradientCase(
      "an outer product",
      [
        [1, -2],
        [0.5, 3, -1],
      ],
      (a, b) => einsum("i,j->ij", a, b),
    ),
  ],
  mean: [gradientCase("one axis", [matrix], (x) => x.mean({ axis: 0 }).square())],
  sort: [gradientCase("the last axis", [cube], (x) => sort(x).square())],
  tile: [gradientCase("both axes", [matrix], (x) => tile(x, [2, 3]).mul(x.slice([0, 0], [1, 1])))],
};
