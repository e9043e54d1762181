import { grad, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients, differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "../config.ts";
import { layerFromConfig } from "../from-config.ts";
import { isWeightSpec } from "../weight.ts";
import type { WeightSpecs, Weights } from "../weight.ts";

type ByPath = Readonly<Record<string, FixtureTensor>>;

interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly weights: ByPath;
  readonly inputs: readonly FixtureTensor[];
  readonly attentionMask?: FixtureTensor;
  readonly masks?: readonly (FixtureTensor | null)[];
  readonly outputs: readonly FixtureTensor[];
  readonly cotangents: readonly FixtureTensor[];
  readonly inputGradients: readonly FixtureTensor[];
  readonly weightGradients: ByPath;
}

interface Fixture {
  readonly cases: readonly Case[];
  readonly blocks: readonly Case[];
  readonly positions: readonly (Pick<Case, "name" | "options"> & { readonly input: FixtureTensor; readonly output: FixtureTensor })[];
}

const { cases: keras, blocks, positions } = loadFixture<Fixture>("attention");
const cases = [...keras, ...blocks];

/** `{ "query/kernel": … }` as `{ query: { kernel: … } }`. */
function nested(flat: Readonly<Record<string, Tensor>>): Weights {
  const names = [...new Set(Object.keys(flat).map((path) => path.split("/")[0] ?? ""))];
  return Object.fromEntries(
    names.map((name) => {
      const inner = Object.entries(flat).filter(([path]) => path.startsWith(`${name}/`));
      return [name, flat[name] ?? nested(Object.fromEntries(inner.map(([path, value]) => [path.slice(name.length + 1), value])))];
    }),
  );
}

const pathsOf = (specs: WeightSpecs): readonly string[] =>
  Object.entries(specs).flatMap(([name, spec]) => (isWeightSpec(spec) ? [name] : pathsOf(spec).map((inner) => `${name}/${inner}`)));

const read = (value: FixtureTensor): Tensor => tensor(fixtureTensor(value));
const readAll = (values: ByPath): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, read(value)]));

/** All outputs, as a function of weights by path and inputs. */
function outputsOf({ name, options, attentionMask, masks }: Case, weights: Readonly<Record<string, Tensor>>, inputs: readonly Tensor[]) {
  const layer = layerFromConfig({ kind: name, options });
  const given = attentionMask === undefined ? inputs : [...(inputs.length === 1 ? [...inputs, ...inputs] : inputs), read(attentionMask)];
  const [y, , more] = layer.apply(nested(weights), given, { masks: masks?.map((mask) => (mask === null ? undefined : read(mask))) });
  return [y, ...(more?.outputs ?? [])];
}

/** Outputs times Keras's cotangents, which are 0 for masked queries. */
const weighted = ({ cotangents }: Case, outputs: readonly Tensor[]): Tensor[] =>
  outputs.map((y, i) => y.mul(read(cotangents[i] ?? { shape: [], data: [] })));

const title = ({ name, options, inputs, masks, attentionMask }: Case): string =>
  [
    name,
    JSON.stringify(options),
    inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(" "),
    masks && "masked",
    attentionMask && "with an attention mask",
  ]
    .filter((part) => part !== undefined)
    .join(" ");

describe("Keras's and PyTorch's numbers, forward and backward", () => {
  test.each(cases.map((item) => [title(item), item] as const))("%s", async (_, item) => {
    const [weights, inputs] = [readAll(item.weights), item.inputs.map(read)];
    const layer = layerFromConfig({ kind: item.name, options: item.options });
    expect(pathsOf(layer.weights(inputs.map(({ spec }) => spec))).toSorted()).toEqual(Object.keys(weights).toSorted());
    const outputs = outputsOf(item, weights, inputs);
    expect(outputs.length).toBe(item.outputs.length);
    for (const [i, expected] of item.outputs.entries())
      expect(outputs[i] && differenceOf(await outputs[i].value(), fixtureTensor(expected))).toBeUndefined();
    const slopes = grad(({ weights, inputs }: { weights: Record<string, Tensor>; inputs: Tensor[] }) =>
      weighted(item, outputsOf(item, weights, inputs))
        .map((y) => y.sum())
        .reduce((sum, part) => sum.add(part)),
    )({ weights, inputs });
    for (const [i, expected] of item.inputGradients.entries())
      expect(slopes.inputs[i] && differenceOf(await slopes.inputs[i].value(), fixtureTensor(expected))).toBeUndefined();
    for (const [name, expected] of Object.entries(item.weightGradients)) {
      const found = await slopes.weights[name]?.value();
      expect(found && differenceOf(found, fixtureTensor(expected), roundingOnly(name, expected)), name).toBeUndefined();
    }
  });
});

/** The bias of the keys moves all scores of a query alike: its slope is 0 but for rounding, here as a share of that. */
const roundingOnly = (name: string, { data }: FixtureTensor): { relative?: number } =>
  name.endsWith("key/bias") ? { relative: 1e-5 / Math.max(...data.map(Math.abs)) } : {};

describe("positions by their formulas", () => {
  test.each(positions.map((item) => [`${item.name} ${JSON.stringify(item.options)}`, item] as const))("%s", async (_, item) => {
    const [y] = layerFromConfig({ kind: item.name, options: item.options }).apply({}, read(item.input));
    expect(differenceOf(await y.value(), fixtureTensor(item.output))).toBeUndefined();
  });
});

describe("gradients in a random direction", () => {
  test.each(cases.map((item) => [title(item), item] as const))("%s", async (_, item) => {
    const apply = (weights: Record<string, Tensor>, inputs: Tensor[]): Tensor[] => weighted(item, outputsOf(item, weights, inputs));
    expect(await checkGradients(apply, [readAll(item.weights), item.inputs.map(read)], { order: 1 })).toBeUndefined();
  });
});
