import { averagePool, grad, maxPool, zeros } from "@tidu/core-tensor";
import type { OpFamily, Tensor, WindowOptions } from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { gradientCase } from "./gradient-case.ts";
import type { GradientCase, GradientCasesOf } from "./gradient-case.ts";

/** Shapes, windows and options. */
const cases: readonly (readonly [title: string, x: readonly number[], size: number | readonly number[], options?: WindowOptions])[] = [
  ["2×2", [1, 4, 5, 2], 2],
  ["3×3 with stride 2, the padding same", [1, 4, 5, 1], 3, { strides: 2, padding: "same" }],
  ["stride 1, channels first", [1, 2, 3, 4], [2, 3], { strides: 1, dataFormat: "channelsFirst" }],
  ["strides larger than the window", [1, 7, 5, 1], [2, 1], { strides: [3, 2] }],
  ["one axis, uneven padding", [2, 6, 1], 3, { strides: 2, padding: [[0, 2]] }],
  ["three axes", [1, 3, 4, 3, 1], [2, 2, 3], { strides: [1, 2, 3] }],
];

type Pool = (x: Tensor, size: number | readonly number[], options?: WindowOptions) => Tensor;

/** From the image and the cotangent of its pooled form to the cotangent of the image. */
const backward =
  (pool: Pool, [, , size, options]: (typeof cases)[number]) =>
  (x: Tensor, g: Tensor): Tensor =>
    grad((image: Tensor) => pool(image, size, options).mul(g).sum())(x);

const pooledShape = ([, x, size, options]: (typeof cases)[number]): readonly number[] => maxPool(zeros(x), size, options).shape.map(Number);

/** Squares make cotangents depend on the input. */
const forward = (pool: Pool): readonly GradientCase[] =>
  cases.map(([title, x, size, options]) => gradientCase(title, [randomValues(x, 1)], (image) => pool(image, size, options).square()));

export const pooling: GradientCasesOf<OpFamily<"pooling">> = {
  maxPool: forward(maxPool),
  maxPoolGradient: cases
    .slice(0, 3)
    .map((item) =>
      gradientCase(item[0], [randomValues(item[1], 1), randomValues(pooledShape(item), 2)], (x, g) =>
        backward(maxPool, item)(x, g).square(),
      ),
    ),
  maxPoolSelect: cases
    .slice(0, 3)
    .map((item) =>
      gradientCase(item[0], [randomValues(item[1], 1), randomValues(item[1], 2)], (x, values) =>
        grad((g: Tensor) => backward(maxPool, item)(x, g).mul(values).sum())(zeros(pooledShape(item))).square(),
      ),
    ),
  averagePool: forward(averagePool),
  averagePoolGradient: cases.map((item) =>
    gradientCase(item[0], [randomValues(pooledShape(item), 2)], (g) => backward(averagePool, item)(zeros(item[1]), g).square()),
  ),
};
