import {
  adaptiveAveragePool,
  adaptiveMaxPool,
  convTranspose,
  depthwiseConv,
  extractPatches,
  globalMaxPool,
  pad,
  resize,
  separableConv,
  spaceToDepth,
} from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { gradientCase } from "./gradient-case.ts";
import type { GradientCase } from "./gradient-case.ts";

const image = randomValues([1, 4, 5, 2], 1);

/** Functions on images, by name. */
export const imageGradientCases: Readonly<Record<string, readonly GradientCase[]>> = {
  convTranspose: [
    gradientCase("stride 2, the padding same", [randomValues([1, 2, 3, 2], 1), randomValues([3, 3, 1, 2], 2)], (x, filter) =>
      convTranspose(x, filter, { strides: 2, padding: "same" }),
    ),
    gradientCase("two groups, channels first", [randomValues([1, 4, 2, 3], 1), randomValues([4, 1, 2, 3], 2)], (x, filter) =>
      convTranspose(x, filter, { strides: [1, 2], padding: 1, outputPadding: [0, 1], groups: 2, dataFormat: "channelsFirst" }),
    ),
  ],
  depthwiseConv: [
    gradientCase("stride 2", [image, randomValues([3, 2, 2, 2], 2)], (x, filter) =>
      depthwiseConv(x, filter, { strides: 2, padding: "same" }),
    ),
  ],
  separableConv: [
    gradientCase("3×3", [image, randomValues([3, 3, 2, 1], 2), randomValues([1, 1, 2, 3], 3)], (x, depthwise, pointwise) =>
      separableConv(x, depthwise, pointwise),
    ),
  ],
  globalMaxPool: [gradientCase("two axes", [image], (x) => globalMaxPool(x).square())],
  adaptiveAveragePool: [gradientCase("uneven windows", [image], (x) => adaptiveAveragePool(x, [3, 2]).square())],
  adaptiveMaxPool: [gradientCase("uneven windows", [image], (x) => adaptiveMaxPool(x, [3, 2]).square())],
  resize: [
    gradientCase("nearest, twice as large", [image], (x) => resize(x, [8, 10], { interpolation: "nearest" }).square()),
    gradientCase("nearest, larger and smaller", [image], (x) => resize(x, [6, 3], { interpolation: "nearest" }).square()),
    gradientCase("bilinear", [image], (x) => resize(x, [7, 3]).square()),
    gradientCase("antialiased", [image], (x) => resize(x, [2, 3], { antialias: true }).square()),
  ],
  pad: [
    gradientCase("mode reflect", [randomValues([3, 4], 1)], (x) =>
      pad(
        x,
        [
          [2, 1],
          [0, 3],
        ],
        { mode: "reflect" },
      ).square(),
    ),
  ],
  spaceToDepth: [gradientCase("2×1", [image], (x) => spaceToDepth(x, [2, 1]).square())],
  extractPatches: [gradientCase("overlapping", [image], (x) => extractPatches(x, 2, { strides: 1, padding: "same" }).square())],
};
