import { grad, tensor } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { toRegularizer } from "./to-regularizer.ts";
import type { Regularizer } from "./regularizer.ts";

interface Case {
  readonly name: string;
  readonly options: Readonly<Record<string, number | string>>;
  readonly weight: FixtureTensor;
  readonly penalty: number;
  readonly gradient: FixtureTensor;
}

const { regularizers } = loadFixture<{ readonly regularizers: readonly Case[] }>("regularization");

const make = ({ name, options }: Case): Regularizer => {
  const regularizer = toRegularizer({ kind: name, options });
  if (regularizer === undefined) throw new Error("no regularizer");
  return regularizer;
};

describe("Keras's penalties and gradients", () => {
  for (const [i, item] of regularizers.entries()) {
    test(`${item.name} ${JSON.stringify(item.options)} ${i}`, async () => {
      const [penalize, w] = [make(item), tensor(fixtureTensor(item.weight))];
      expect(await penalize(w).item()).toBeCloseTo(item.penalty, 5);
      const away = item.weight.data.every((value) => value !== 0); // at 0 the gradient of |w| is a convention
      const difference = differenceOf(await grad(penalize)(w).value(), fixtureTensor(item.gradient));
      expect(away ? difference : undefined).toBeUndefined();
      expect(await checkGradients(penalize, [w.add(0.01)], { order: 1 })).toBeUndefined();
    });
  }
});

test("a row of zeros does not make the orthogonal penalty NaN", async () => {
  const penalize = make({ ...regularizers[0], name: "orthogonalRegularizer", options: {} } as Case);
  const w = tensor([
    [0, 0],
    [1, 2],
  ]);
  expect(await grad(penalize)(w).array()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("by its name, l1l2 has both factors at 0.01, as Keras documents", async () => {
  expect(await toRegularizer("l1l2")?.(tensor([1, -2])).item()).toBeCloseTo(0.01 * 3 + 0.01 * 5, 6);
});

test("an unknown name gets the nearest one, a negative factor is refused", () => {
  // @ts-expect-error: not a name
  expect(() => toRegularizer("L3", "dense: kernelRegularizer")).toThrow(/^dense: kernelRegularizer "L3": did you mean "l1"\?/);
  expect(() => toRegularizer({ kind: "l2", options: { l2: -1 } })).toThrow(/expected l2 to be a number of at least 0, received -1/);
});
