import { concat, flip, pad, reindex } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import { gradientCase } from "./gradient-case.ts";
import type { GradientCasesOf } from "./gradient-case.ts";

const matrix = [
  [0.9, -1.2, 2.3],
  [-0.4, 1.9, 0.5],
];
const cube = [matrix, [matrix[1] ?? [], matrix[0] ?? []]];
const vector = [0.3, -1.1, 0.8, 1.7, -0.2, 2.4, 0.6];

/** Squares make cotangents depend on the input, so that they must come back to the right place. */
export const movement: GradientCasesOf<OpFamily<"movement">> = {
  reshape: [gradientCase("values", [matrix], (x) => x.reshape([3, 2]).square())],
  transpose: [
    gradientCase("a matrix", [matrix], (x) => x.transpose().square()),
    gradientCase("three axes", [cube], (x) => x.transpose([2, 0, 1]).square()),
  ],
  slice: [
    gradientCase("a block", [matrix], (x) => x.slice([0, 1], [1, 3]).square()),
    gradientCase("steps", [vector], (x) => x.slice([1], [6], [2]).square()),
    gradientCase("steps that do not reach the end", [vector], (x) => x.slice([0], [null], [4]).square()),
    gradientCase("steps on two axes", [cube], (x) => x.slice([0, 0, 0], [2, 2, 3], [1, 2, 2]).square()),
    gradientCase("nothing left", [matrix], (x) => x.slice([1, 0], [1, 3])),
  ],
  pad: [
    gradientCase("around", [matrix], (x) =>
      pad(
        x,
        [
          [1, 0],
          [0, 2],
        ],
        3,
      ).square(),
    ),
    gradientCase("negative amounts", [matrix], (x) =>
      pad(x, [
        [-1, 1],
        [0, -1],
      ]).square(),
    ),
  ],
  concat: [
    gradientCase("rows", [matrix, [[1.1, 0.2, -0.6]]], (a, b) => concat([a, b]).square()),
    gradientCase("a tensor twice", [matrix], (a) => concat([a, a.neg()], 1).square().mul(2)),
  ],
  broadcastTo: [
    gradientCase("a scalar", [1.3], (x) => x.broadcastTo([2, 3]).square()),
    gradientCase("inner and outer axes", [[[[0.7]], [[-1.4]]]], (x) => x.broadcastTo([3, 2, 2, 2]).square()),
  ],
  reverse: [gradientCase("both axes", [matrix], (x) => flip(x).square()), gradientCase("one axis", [matrix], (x) => flip(x, 1).square())],
  reindex: [
    gradientCase("a permutation with zeros between", [matrix], (x) => reindex(x, [2, -1, 0, 1], 1).square()),
    gradientCase("repeated and left out", [matrix], (x) => reindex(x, [1, 1, -1, 1], 0).square()),
  ],
};
