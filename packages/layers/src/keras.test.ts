import { flatten, grad, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "./config.ts";
import { layerFromConfig } from "./from-config.ts";
import type { Layer } from "./layer.ts";
import { normalization } from "./preprocessing/normalization.ts";

type Record_ = Readonly<Record<string, FixtureTensor>>;

interface Numbers {
  readonly inputs: readonly FixtureTensor[];
  readonly output: FixtureTensor;
  readonly cotangent: FixtureTensor;
  readonly inputGradients: readonly FixtureTensor[];
  readonly weightGradients?: Record_;
}

interface Case extends Numbers {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly weights?: Record_;
}

interface Fixture {
  readonly cases: readonly Case[];
  readonly batchTraining: readonly (Omit<Case, keyof Numbers> & { readonly steps: readonly (Numbers & { readonly updates: Record_ })[] })[];
  readonly adapted: readonly (Case & { readonly data: FixtureTensor; readonly mean: FixtureTensor; readonly variance: FixtureTensor })[];
}

const { cases: plain, batchTraining, adapted } = loadFixture<Fixture>("layers");
const cases = [plain, ...(["convolution", "pooling"] as const).map((name) => loadFixture<Pick<Fixture, "cases">>(name).cases)].flat();

const tensors = (values: Record_ = {}): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensor(fixtureTensor(value))]));
const title = ({ name, options }: { readonly name: string; readonly options: ConfigOptions }): string =>
  `${name} ${JSON.stringify(options)}`;

/** Compares the output, and the gradients with respect to weights and inputs, with Keras. */
async function expectKeras(layer: Layer, weights: Record<string, Tensor>, numbers: Numbers, training: boolean): Promise<void> {
  const inputs = numbers.inputs.map((value) => tensor(fixtureTensor(value)));
  const [y] = layer.apply(weights, inputs, { training });
  expect(differenceOf(await y.value(), fixtureTensor(numbers.output))).toBeUndefined();
  expect(layer.outputs(inputs.map(({ spec }) => spec))).toEqual([y.spec]);

  const slopes = grad(({ weights, inputs }: { weights: Record<string, Tensor>; inputs: Tensor[] }) =>
    layer
      .apply(weights, inputs, { training })[0]
      .mul(tensor(fixtureTensor(numbers.cotangent)))
      .sum(),
  )({ weights, inputs });
  for (const [i, expected] of numbers.inputGradients.entries()) {
    const slope = slopes.inputs[i];
    expect(slope && differenceOf(await slope.value(), fixtureTensor(expected))).toBeUndefined();
  }
  for (const [name, expected] of Object.entries(numbers.weightGradients ?? {})) {
    const slope = slopes.weights[name];
    expect(slope && differenceOf(await slope.value(), fixtureTensor(expected))).toBeUndefined();
  }
}

describe("Keras's numbers, forward and backward", () => {
  for (const [i, item] of cases.entries()) {
    test(`${title(item)} ${i}`, async () => {
      const layer = layerFromConfig({ kind: item.name, options: item.options });
      const weights = tensors(item.weights);
      const specs = layer.weights(item.inputs.map(({ shape }) => ({ shape, dtype: "float32" })));
      expect(Object.keys(specs).toSorted()).toEqual(Object.keys(weights).toSorted());
      await expectKeras(layer, weights, item, false);
    });
  }
});

describe("gradients in a random direction", () => {
  for (const [i, item] of cases.entries()) {
    test(`${title(item)} ${i}`, async () => {
      const layer = layerFromConfig({ kind: item.name, options: item.options });
      const inputs = item.inputs.map((value) => tensor(fixtureTensor(value)));
      const apply = (weights: Record<string, Tensor>, inputs: Tensor[]): Tensor => layer.apply(weights, inputs)[0];
      expect(await checkGradients(apply, [tensors(item.weights), inputs], { order: 1 })).toBeUndefined();
    });
  }
});

describe("batch normalization in training: outputs, gradients and running statistics, step by step", () => {
  for (const [i, item] of batchTraining.entries()) {
    test(`${title(item)} ${i}`, async () => {
      const layer = layerFromConfig({ kind: item.name, options: item.options });
      const weights = tensors(item.weights);
      for (const step of item.steps) {
        await expectKeras(layer, weights, step, true);
        const [, updates] = layer.apply(
          weights,
          step.inputs.map((value) => tensor(fixtureTensor(value))),
          { training: true },
        );
        expect(Object.keys(updates)).toEqual(Object.keys(step.updates));
        const moved = Object.fromEntries(Object.keys(updates).map((name, at) => [name, flatten(updates).leaves[at]] as const));
        for (const [name, expected] of Object.entries(step.updates)) {
          const value = moved[name];
          expect(value && differenceOf(await value.value(), fixtureTensor(expected))).toBeUndefined();
        }
        Object.assign(weights, tensors(step.updates));
      }
    });
  }

  test("gradients in a random direction", async () => {
    const [item] = batchTraining;
    if (item === undefined) throw new Error("no case");
    const layer = layerFromConfig({ kind: item.name, options: item.options });
    const x = tensor(fixtureTensor(item.steps[0]?.inputs[0] ?? { shape: [0], data: [] }));
    const apply = (weights: Record<string, Tensor>, x: Tensor): Tensor => layer.apply(weights, x, { training: true })[0];
    expect(await checkGradients(apply, [tensors(item.weights), x])).toBeUndefined();
  });
});

describe("normalization adapted to data", () => {
  for (const item of adapted) {
    test(`options ${JSON.stringify(item.options)}`, async () => {
      const layer = normalization(item.options).adapt(fixtureTensor(item.data));
      for (const statistic of ["mean", "variance"] as const) {
        const learned = tensor(layer.config.options[statistic] as number[]);
        expect(differenceOf(await learned.value(), fixtureTensor(item[statistic]))).toBeUndefined();
      }
      await expectKeras(layer, {}, item, false);
    });
  }
});
