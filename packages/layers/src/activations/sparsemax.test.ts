import { grad, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients } from "@tidu/testing";
import { expect, test } from "vitest";
import { sparsemax } from "./sparsemax.ts";

// By hand: with k positive results, each is its number minus (their sum - 1) / k.
test("results are the nearest probabilities", async () => {
  const y = sparsemax(
    tensor([
      [0.5, 0.25, -1],
      [3, 0, 1],
      [0, 0, 0],
      [1000, 999.5, -1000],
    ]),
  );
  const expected = [
    [0.625, 0.375, 0],
    [1, 0, 0],
    [1 / 3, 1 / 3, 1 / 3],
    [0.75, 0.25, 0],
  ];
  const rows = (await y.array()) as number[][];
  rows.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]?.[j] ?? NaN, 6)));
});

test("another axis is the same function of the columns", async () => {
  const x = tensor([
    [0.5, 3],
    [0.25, 0],
    [-1, 1],
  ]);
  expect(await sparsemax(x, { axis: 0 }).array()).toEqual(await sparsemax(x.transpose()).transpose().array());
});

test("what flows back is centred over the positive results", async () => {
  const slope = grad((x: Tensor) =>
    sparsemax(x)
      .mul(tensor([1, 3, 5]))
      .sum(),
  )(tensor([0.5, 0.25, -1]));
  expect(await slope.array()).toEqual([-1, 1, 0]); // g minus the mean of 1 and 3
  expect(
    await checkGradients(
      (x: Tensor) => sparsemax(x),
      [
        tensor([
          [0.5, 0.25, -1],
          [0.1, 0.2, 0.3],
        ]),
      ],
    ),
  ).toBeUndefined();
});
