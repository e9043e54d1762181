import { composite, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { checkGradients } from "./check-gradients.ts";
import { gradientCases } from "./gradient-cases/index.ts";

describe("gradients of every op, first and second order, agree with differences", () => {
  test.for(gradientCases().map((item) => [item.name, item] as const))("%s", async ([, { fn, inputs }]) => {
    expect(
      await checkGradients(
        fn,
        inputs.map((input) => tensor(input)),
      ),
    ).toBeUndefined();
  });
});

const wrong = (x: Tensor): Tensor =>
  composite(
    {
      name: "wrong",
      body: (y) => y.square(),
      gradient: ({ args: [y], cotangent }) => (y === undefined ? [] : [cotangent.mul(y.mul(1.999))]),
    },
    x,
  );

test("a gradient that is wrong by a thousandth is found", async () => {
  expect(await checkGradients(wrong, [tensor([0.7, -1.2])])).toMatch(/the gradient gives the slope/);
});
