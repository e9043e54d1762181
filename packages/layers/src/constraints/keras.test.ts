import { tensor } from "@tidu/core-tensor";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { toConstraint } from "./to-constraint.ts";

interface Case {
  readonly name: string;
  readonly options: Readonly<Record<string, number | number[]>>;
  readonly weight: FixtureTensor;
  readonly after: FixtureTensor;
}

const { constraints } = loadFixture<{ readonly constraints: readonly Case[] }>("regularization");

describe("Keras's weights after the constraint", () => {
  for (const [i, { name, options, weight, after }] of constraints.entries()) {
    test(`${name} ${JSON.stringify(options)} ${i}`, async () => {
      const constrained = toConstraint({ kind: name, options })?.(tensor(fixtureTensor(weight)));
      expect(constrained && differenceOf(await constrained.value(), fixtureTensor(after))).toBeUndefined();
    });
  }
});

test("an unknown name gets the nearest one", () => {
  // @ts-expect-error: not a name
  expect(() => toConstraint("nonNegg", "dense: kernelConstraint")).toThrow(/^dense: kernelConstraint "nonNegg": did you mean "nonNeg"\?/);
});

test("a function of one's own is a constraint", async () => {
  expect(await toConstraint((w) => w.minimum(1))?.(tensor([2, 0])).array()).toEqual([1, 0]);
});
