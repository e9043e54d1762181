import { grad, sizeOfShape, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functions, toActivation } from "./to-activation.ts";

interface Numbers {
  readonly input: FixtureTensor;
  readonly output: FixtureTensor;
  readonly cotangent: FixtureTensor;
  readonly gradient: FixtureTensor;
}

interface Case extends Numbers {
  readonly name: string;
  readonly options: Readonly<Record<string, number | boolean | number[]>>;
  readonly kind?: string;
  readonly kinks?: Numbers;
  readonly extremes?: Numbers;
}

const fixture = loadFixture<{ readonly cases: readonly Case[] }>("activations");

/** Keras's sparsemax sums running sums where the paper sums values, and is right only with one positive result: sparsemax.test.ts. */
const cases = fixture.cases.filter(({ name }) => name !== "sparsemax");

const activationOf = ({ name, options }: Case): ((x: Tensor) => Tensor) => toActivation({ kind: name, options }).apply;

/** What differs from Keras: the output, or (where `slope` says so) the gradient. */
async function difference(
  apply: (x: Tensor) => Tensor,
  { input, output, cotangent, gradient }: Numbers,
  slope = true,
): Promise<string | undefined> {
  const x = tensor(fixtureTensor(input));
  const forward = differenceOf(await apply(x).value(), fixtureTensor(output));
  if (forward !== undefined || !slope) return forward;
  const g = grad((x: Tensor) =>
    apply(x)
      .mul(tensor(fixtureTensor(cotangent)))
      .sum(),
  )(x);
  return differenceOf(await g.value(), fixtureTensor(gradient));
}

describe("Keras's numbers, forward and backward", () => {
  for (const item of cases) {
    test(`${item.name} ${JSON.stringify(item.options)} ${item.kind ?? ""}`, async () => {
      const apply = activationOf(item);
      expect(await difference(apply, item)).toBeUndefined();
      expect(item.kinks && (await difference(apply, item.kinks, false))).toBeUndefined();
      expect(item.extremes && (await difference(apply, item.extremes))).toBeUndefined();
    });
  }

  test("cover all thirty activations", () => {
    const missing = Object.keys(functions).filter((name) => !fixture.cases.some((item) => item.name === name));
    expect(missing).toEqual(["hardSwish", "swish"]); // other names of hardSilu and silu
    expect(Object.keys(functions)).toHaveLength(32);
  });
});

// Central differences; the points keep clear of kinks.
describe("gradients of gradients", () => {
  const x = tensor([0.31, -0.77, 1.9, -2.3, 0.62, 3.4], [2, 3]);
  for (const item of cases.filter(({ kind, input }) => kind === undefined && sizeOfShape(input.shape) > 0)) {
    test(`${item.name} ${JSON.stringify(item.options)}`, async () => {
      expect(await checkGradients(activationOf(item), [x], { tolerance: 1e-4 })).toBeUndefined();
    });
  }
});
