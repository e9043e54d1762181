import { cumsum, gather, scatterAdd, scatterAddAlongAxis, takeAlongAxis, tensor, topK } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import { int32 } from "../values.ts";
import { randomValues } from "../random-values.ts";
import { gradientCase, noInputs } from "./gradient-case.ts";
import type { GradientCasesOf } from "./gradient-case.ts";

const matrix = randomValues([3, 2], 1);
const cube = randomValues([2, 3, 2], 2);
const rows = tensor(int32([2, 0, 2, 2]));
const places = tensor(
  int32([
    [1, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]),
);

export const indexing: GradientCasesOf<OpFamily<"indexing">> = {
  gather: [
    gradientCase("repeated rows", [matrix], (x) => gather(x, rows).square()),
    gradientCase("the middle axis by a matrix", [cube], (x) =>
      gather(
        x,
        tensor(
          int32([
            [2, 0],
            [2, 1],
          ]),
        ),
        1,
      ).square(),
    ),
    gradientCase("one row", [matrix], (x) => gather(x, tensor(int32(1))).square()),
  ],
  scatterAdd: [
    gradientCase("repeated rows", [matrix, randomValues([4, 2], 3)], (x, updates) => scatterAdd(x, rows, updates).square()),
    gradientCase("the middle axis", [cube, randomValues([2, 4, 2], 3)], (x, updates) => scatterAdd(x, rows, updates, 1).square()),
  ],
  takeAlongAxis: [
    gradientCase("repeated positions", [matrix], (x) => takeAlongAxis(x, places, 1).square()),
    gradientCase("the first axis", [matrix], (x) => takeAlongAxis(x, tensor(int32([[2, 0]])), 0).square()),
  ],
  scatterAddAlongAxis: [
    gradientCase("repeated positions", [matrix, randomValues([3, 3], 3)], (x, updates) =>
      scatterAddAlongAxis(x, places, updates, 1).square(),
    ),
  ],
  cumsum: [
    gradientCase("the last axis", [cube], (x) => cumsum(x).square()),
    gradientCase("exclusive, the first axis", [cube], (x) => cumsum(x, 0, { exclusive: true }).square()),
    gradientCase("from the end", [cube], (x) => cumsum(x, 1, { reverse: true }).square()),
    gradientCase("exclusive from the end", [cube], (x) => cumsum(x, 1, { exclusive: true, reverse: true }).square()),
  ],
  topK: [
    gradientCase("the two largest", [randomValues([2, 5], 4)], (x) => topK(x, 2)[0].square()),
    gradientCase("the smallest of the first axis", [randomValues([4, 2], 4)], (x) => topK(x, 2, { axis: 0, largest: false })[0].square()),
  ],
  iota: noInputs,
};
