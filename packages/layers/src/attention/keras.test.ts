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

const { cases } = loadFixture<{ readonly cases: readonly Case[] }>("attention");

/** `{ "query/kernel": … }` as `{ query: { kernel: … } }`. */
function nested(flat: Readonly<Record<string, Tensor>>): Weights {
  const tree: Record<string, Tensor | Record<string, Tensor>> = {};
  for (const [path, value] of Object.entries(flat)) {
    const [first = "", second] = path.split("/");
    tree[first] = second === undefined ? value : { ...(tree[first] as Record<string, Tensor>), [second]: value };
  }
  return tree;
}

const pathsOf = (specs: WeightSpecs): readonly string[] =>
  Object.entries(specs).flatMap(([name, spec]) => (isWeightSpec(spec) ? [name] : Object.keys(spec).map((inner) => `${name}/${inner}`)));

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

describe("Keras's numbers, forward and backward", () => {
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
    // The bias of the keys moves all scores of a query alike: its slope is 0 but for rounding.
    for (const [name, expected] of Object.entries(item.weightGradients)) {
      const found = await slopes.weights[name]?.value();
      if (name === "key/bias") expect(Math.max(...[...(found?.data ?? [NaN])].map((value) => Math.abs(Number(value))))).toBeLessThan(1e-5);
      else expect(found && differenceOf(found, fixtureTensor(expected)), name).toBeUndefined();
    }
  });
});

describe("gradients in a random direction", () => {
  test.each(cases.map((item) => [title(item), item] as const))("%s", async (_, item) => {
    const apply = (weights: Record<string, Tensor>, inputs: Tensor[]): Tensor[] => weighted(item, outputsOf(item, weights, inputs));
    expect(await checkGradients(apply, [readAll(item.weights), item.inputs.map(read)], { order: 1 })).toBeUndefined();
  });
});
