import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { grad, interpreterBackend, jit } from "@tidu/core-tensor";
import type { Backend, Tensor, Tree } from "@tidu/core-tensor";
import { dense, gru, layerFromConfig, lstm } from "@tidu/layers";
import type { Config, ConfigOptions, Weights } from "@tidu/layers";
import { sgd } from "@tidu/optimizers";
import { differenceOf, fixtureTensor, isFixtureTensor, loadFixture, randomValues, readTensor, readTree } from "@tidu/testing";
import type { FixtureTensor, FixtureTree, LayerNumbers } from "@tidu/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sequential } from "../sequential.ts";

interface Fixture {
  readonly source: string;
  readonly cases: readonly (LayerNumbers & { readonly name: string; readonly options: ConfigOptions })[];
}

interface RecurrentFixture {
  readonly source: string;
  readonly bidirectional: readonly (LayerNumbers & {
    readonly layer: Config;
    readonly backwardLayer?: Config;
    readonly mergeMode: string | null;
  })[];
}

const [recurrent, films] = [loadFixture<RecurrentFixture>("recurrent"), loadFixture<Fixture>("convlstm")];
const cases: readonly (readonly [config: Config, numbers: LayerNumbers])[] = [
  ...films.cases.map(({ name, options, ...numbers }) => [{ kind: name, options }, numbers] as const),
  ...recurrent.bidirectional.map(
    ({ layer, backwardLayer, mergeMode, ...numbers }) =>
      [{ kind: "bidirectional", options: { layer, backwardLayer, mergeMode } }, numbers] as const,
  ),
];

const leavesOf = (tree: FixtureTree): readonly FixtureTensor[] =>
  Object.values(tree).flatMap((value) => (isFixtureTensor(value) ? [value] : leavesOf(value)));
const tensorsOf = (tree: Tree): readonly Tensor[] => ("spec" in tree ? [tree as Tensor] : Object.values(tree).flatMap(tensorsOf));

/** Outputs, then gradients with respect to inputs and weights, of one layer on an engine. */
async function computed(config: Config, { weights, inputs, mask, cotangents }: LayerNumbers, backend: Backend): Promise<readonly Tensor[]> {
  const layer = layerFromConfig(config);
  const context = mask ? { mask: readTensor(mask) } : {};
  const all = (weights: Weights, inputs: readonly Tensor[]): readonly Tensor[] => {
    const [y, , more] = layer.apply(weights, inputs, context);
    return [y, ...(more?.outputs ?? [])];
  };
  const total = ({ weights, inputs }: { weights: Weights; inputs: readonly Tensor[] }): Tensor =>
    all(weights, inputs)
      .map((y, i) => y.mul(readTensor(cotangents[i] ?? { shape: [], data: [0] })).sum())
      .reduce((sum, each) => sum.add(each));
  const run = jit((weights: Weights, inputs: readonly Tensor[]) => [all(weights, inputs), grad(total)({ weights, inputs })] as const, {
    backend,
  });
  const [outputs, slopes] = await run(readTree(weights), inputs.map(readTensor));
  run.dispose();
  return [...outputs, ...slopes.inputs, ...leavesOfSame(slopes.weights, weights)];
}

/** The tensors of a tree in the order of the fixture's. */
const leavesOfSame = (tree: Weights, like: FixtureTree): readonly Tensor[] =>
  Object.entries(like).flatMap(([name, value]) => {
    const own = tree[name];
    if (own === undefined) return [];
    return isFixtureTensor(value) ? tensorsOf(own) : leavesOfSame(own as Weights, value);
  });

describe.each([
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const)(`films and both directions on %s as in ${recurrent.source}, forward and backward`, (_, open) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());

  test.for(cases.map(([config, numbers]) => [`${JSON.stringify(config)}${numbers.mask ? ", masked" : ""}`, config, numbers] as const))(
    "%s",
    async ([, config, numbers]) => {
      const found = await computed(config, numbers, backend);
      const expected = [...numbers.outputs, ...numbers.inputGradients, ...leavesOf(numbers.weightGradients)];
      expect(found.length).toBe(expected.length);
      for (const [i, value] of found.entries()) {
        const truth = fixtureTensor(expected[i] ?? { shape: [], data: [] });
        expect(differenceOf(await value.value(), truth, { relative: i < numbers.outputs.length ? 1e-5 : 2e-5 })).toBeUndefined();
      }
    },
  );

  test("a trained network is evaluated as on the interpreter", async () => {
    const [x, y] = [randomValues([6, 5, 2], 1), randomValues([6, 1], 2)];
    const results = [];
    for (const each of [open, async (): Promise<Backend> => interpreterBackend()]) {
      const layers = [lstm({ units: 3, returnSequences: true, inputShape: ["time", 2] }), gru({ units: 3 }), dense({ units: 1 })];
      const model = sequential(layers, { backend: each, seed: 1 }).compile({
        optimizer: sgd({ learningRate: 0.1 }),
        loss: "meanSquaredError",
      });
      await model.fit(x, y, { batchSize: 3, epochs: 2, verbose: 0 });
      results.push((await model.evaluate(x, y, { batchSize: 4, verbose: 0 }))["loss"] ?? NaN);
      await model.dispose();
    }
    expect(results[0]).toBeCloseTo(results[1] ?? NaN, 5);
  });
});
