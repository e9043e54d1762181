import { grad, tensor } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, isFixtureTensor, loadFixture, readTensor, readTree } from "@tidu/testing";
import type { FixtureTensor, FixtureTree, LayerNumbers } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { Config, ConfigOptions } from "../config.ts";
import { dense } from "../core/dense.ts";
import type { DenseOptions } from "../core/dense.ts";
import { layerFromConfig } from "../from-config.ts";
import type { Layer } from "../layer.ts";
import { masking } from "../masking/masking.ts";
import type { Weights } from "../weight.ts";
import { timeDistributed } from "./time-distributed.ts";

interface Case extends LayerNumbers {
  readonly name: string;
  readonly options: ConfigOptions;
}

interface Fixture {
  readonly source: string;
  readonly cases: readonly Case[];
  /** Of PyTorch's own layers. */
  readonly torch: readonly Case[];
  readonly stacked: readonly (Omit<Case, "name"> & { readonly cells: readonly string[] })[];
  readonly bidirectional: readonly (LayerNumbers & {
    readonly layer: Config;
    readonly backwardLayer?: Config;
    readonly mergeMode: string | null;
  })[];
  readonly timeDistributed: readonly (LayerNumbers & { readonly options: DenseOptions })[];
  readonly masking: readonly {
    readonly options: { readonly maskValue: number };
    readonly input: FixtureTensor;
    readonly output: FixtureTensor;
    readonly mask: FixtureTensor;
  }[];
  readonly stateful: readonly Pick<Case, "name" | "options" | "weights" | "inputs" | "outputs">[];
}

const fixture = loadFixture<Fixture>("recurrent");
const films = loadFixture<Pick<Fixture, "source" | "cases">>("convlstm");

/** Compares all outputs, and the gradients with respect to weights and inputs. */
async function expectKeras(layer: Layer, item: LayerNumbers): Promise<void> {
  const [inputs, weights] = [item.inputs.map(readTensor), readTree(item.weights)];
  const mask = item.mask && readTensor(item.mask);
  const all = (weights: Weights, inputs: readonly Tensor[]): readonly Tensor[] => {
    const [y, , more] = layer.apply(weights, inputs, { mask });
    return [y, ...(more?.outputs ?? [])];
  };
  expect(namesOf(layer.weights(inputs.map(({ spec }) => spec)))).toEqual(namesOf(item.weights));
  const outputs = all(weights, inputs);
  expect(outputs.length).toBe(item.outputs.length);
  for (const [i, y] of outputs.entries()) await expectSame(y, item.outputs[i]);
  expect(layer.outputs(inputs.map(({ spec }) => spec))).toEqual(outputs.map(({ spec }) => spec));

  const slopes = grad(({ weights, inputs }: { weights: Weights; inputs: readonly Tensor[] }) =>
    all(weights, inputs)
      .map((y, i) => y.mul(readTensor(item.cotangents[i] ?? { shape: [], data: [0] })).sum())
      .reduce((sum, each) => sum.add(each)),
  )({ weights, inputs });
  for (const [i, expected] of item.inputGradients.entries()) await expectSame(slopes.inputs[i], expected);
  await expectSameTree(slopes.weights, item.weightGradients);

  const sums = (weights: Weights, inputs: readonly Tensor[]): Tensor =>
    all(weights, inputs)
      .map((y) => y.sum())
      .reduce((sum, each) => sum.add(each));
  expect(await checkGradients(sums, [weights, inputs], { order: 1 })).toBeUndefined();
}

async function expectSame(value: Tensor | undefined, expected: FixtureTensor | undefined): Promise<void> {
  if (value === undefined || expected === undefined) throw new Error("one of both is missing");
  expect(differenceOf(await value.value(), fixtureTensor(expected), { relative: 1e-5 })).toBeUndefined();
}

async function expectSameTree(found: Tree, expected: FixtureTree): Promise<void> {
  for (const [name, value] of Object.entries(expected)) {
    const own = (found as Weights)[name];
    if (own === undefined) throw new Error(`no ${name}`);
    if (isFixtureTensor(value)) await expectSame(own as Tensor, value);
    else await expectSameTree(own, value);
  }
}

const namesOf = (tree: object): unknown =>
  Object.entries(tree).map(([name, value]) => [name, "shape" in value && Array.isArray(value.shape) ? null : namesOf(value)]);

describe(`recurrent layers compute as ${fixture.source}, forward and backward`, () => {
  for (const [i, item] of fixture.cases.entries()) {
    test(`${i} ${item.name} ${JSON.stringify(item.options)}${item.mask ? ", masked" : ""} of ${JSON.stringify(item.inputs.map(({ shape }) => shape))}`, () =>
      expectKeras(layerFromConfig({ kind: item.name, options: item.options }), item));
  }
  for (const [i, item] of fixture.torch.entries()) {
    test(`${i} ${item.name} as PyTorch's own, ${JSON.stringify(item.inputs[0]?.shape)}`, () =>
      expectKeras(layerFromConfig({ kind: item.name, options: item.options }), item));
  }
  for (const [i, item] of films.cases.entries()) {
    test(`${i} ${item.name} ${JSON.stringify(item.options)}${item.mask ? ", masked" : ""} of ${JSON.stringify(item.inputs[0]?.shape)}`, () =>
      expectKeras(layerFromConfig({ kind: item.name, options: item.options }), item));
  }
  for (const [i, item] of fixture.stacked.entries()) {
    test(`${i} rnn of ${item.cells.join(", ")} ${JSON.stringify(item.options)}${item.mask ? ", masked" : ""}`, () => {
      const cells = item.cells.map((kind, i) => ({ kind, options: { units: 2 + i } }));
      const cell = cells.length === 1 ? cells[0] : { kind: "stackedRnnCells", options: { cells } };
      return expectKeras(layerFromConfig({ kind: "rnn", options: { cell, ...item.options } }), item);
    });
  }
  for (const [i, { layer, backwardLayer, mergeMode, ...item }] of fixture.bidirectional.entries()) {
    test(`${i} bidirectional ${layer.kind} ${JSON.stringify(layer.options)} merged by ${mergeMode}${item.mask ? ", masked" : ""}`, () =>
      expectKeras(layerFromConfig({ kind: "bidirectional", options: { layer, backwardLayer, mergeMode } }), item));
  }
  for (const { options, ...item } of fixture.timeDistributed) {
    test(`timeDistributed dense of ${JSON.stringify(item.inputs[0]?.shape)}`, () =>
      expectKeras(timeDistributed({ layer: dense(options) }), item));
  }
});

test.each(fixture.masking)("masking $options", async ({ options, input, output, mask }) => {
  const [y, , more] = masking(options).apply({}, readTensor(input));
  await expectSame(y, output);
  expect(await more?.mask?.array()).toEqual(await readTensor(mask).array());
});

test.each(fixture.stateful)(
  "a stateful $name goes on where the batch before ended",
  async ({ name, options, weights, inputs, outputs }) => {
    const layer = layerFromConfig({ kind: name, options });
    const first = layer.init(tensor(Uint32Array.of(1, 2)), [{ shape: inputs[0]?.shape ?? [], dtype: "float32" }]);
    const start = { ...first, ...readTree(weights) };
    let own: Weights = start;
    for (const [step, x] of inputs.entries()) {
      if (step === 2) own = start;
      const [y, updates] = layer.apply(own, readTensor(x));
      await expectSame(y, outputs[step]);
      own = { ...own, ...updates };
    }
  },
);
