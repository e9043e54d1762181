import { conv, grad, zeros } from "@tidu/core-tensor";
import type { ConvOptions, OpFamily, Tensor } from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { gradientCase } from "./gradient-case.ts";
import type { GradientCase, GradientCasesOf } from "./gradient-case.ts";

/** Shapes and options of a convolution, differentiated in the image and in the filter. */
const cases: readonly (readonly [title: string, x: readonly number[], filter: readonly number[], options?: ConvOptions])[] = [
  ["one axis", [2, 6, 2], [3, 2, 2]],
  ["two axes", [1, 4, 5, 2], [2, 3, 2, 3]],
  ["3×3, the padding same", [1, 5, 5, 2], [3, 3, 2, 2], { padding: "same" }],
  ["strides that leave a rest", [1, 6, 7, 1], [2, 3, 1, 2], { strides: [3, 2] }],
  ["strides, the padding same of an even kernel", [1, 5, 6, 2], [2, 4, 2, 1], { strides: 2, padding: "same" }],
  ["dilations, uneven padding", [1, 6, 5, 1], [3, 2, 1, 2], { dilations: [2, 3], padding: [[1, 0], 1] }],
  ["two groups, channels first", [1, 4, 4, 3], [4, 2, 2, 2], { groups: 2, dataFormat: "channelsFirst" }],
  ["depthwise with multiplier 2", [1, 4, 3, 2], [2, 2, 1, 4], { groups: 2, padding: "same" }],
  ["1×1 with stride 2", [1, 3, 5, 2], [1, 1, 2, 3], { strides: 2 }],
  ["three axes", [1, 3, 3, 4, 2], [2, 2, 2, 2, 1], { strides: [1, 2, 1] }],
];

export const convolution: GradientCasesOf<OpFamily<"convolution">> = {
  conv: cases.map(([title, x, filter, options]) =>
    gradientCase(title, [randomValues(x, 1), randomValues(filter, 2)], (image, weights) => conv(image, weights, options)),
  ),
  convInputGradient: adjoints((g, filter, x, options) => grad((image: Tensor) => weighted(image, filter, g, options))(zeros(x)), 1),
  convFilterGradient: adjoints((g, x, filter, options) => grad((weights: Tensor) => weighted(x, weights, g, options))(zeros(filter)), 2),
};

const weighted = (x: Tensor, filter: Tensor, g: Tensor, options: ConvOptions | undefined): Tensor => conv(x, filter, options).mul(g).sum();

/** The adjoint ops, reached through `grad`: bilinear in the cotangent and in what is not differentiated. */
function adjoints(
  gradient: (g: Tensor, other: Tensor, shape: readonly number[], options: ConvOptions | undefined) => Tensor,
  by: 1 | 2,
): readonly GradientCase[] {
  return [0, 4, 5, 6, 7].flatMap((index) => {
    const item = cases[index];
    if (item === undefined) return [];
    const [title, x, filter, options] = item;
    const g = conv(zeros(x), zeros(filter), options).shape.map(Number);
    const [other, shape] = by === 1 ? [filter, x] : [x, filter];
    return [gradientCase(title, [randomValues(g, 3), randomValues(other, 4)], (a, b) => gradient(a, b, shape, options))];
  });
}
