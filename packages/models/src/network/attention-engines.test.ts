import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { flatten, grad, jit, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { layerFromConfig } from "@tidu/layers";
import type { ConfigOptions, Weights } from "@tidu/layers";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";

interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly weights: Readonly<Record<string, FixtureTensor>>;
  readonly inputs: readonly FixtureTensor[];
  readonly attentionMask?: FixtureTensor;
  readonly masks?: readonly (FixtureTensor | null)[];
  readonly outputs: readonly FixtureTensor[];
  readonly cotangents: readonly FixtureTensor[];
  readonly inputGradients: readonly FixtureTensor[];
  readonly weightGradients: Readonly<Record<string, FixtureTensor>>;
}

const { cases, blocks } = loadFixture<{ readonly cases: readonly Case[]; readonly blocks: readonly Case[] }>("attention");
const named = [...cases, ...blocks].map((item, i) => [`${i} ${item.name} ${JSON.stringify(item.options)}`, item] as const);
const read = (value: FixtureTensor): Tensor => tensor(fixtureTensor(value));

/** `{ "query/kernel": … }` as `{ query: { kernel: … } }`. */
function nested(flat: Readonly<Record<string, FixtureTensor>>): Weights {
  const names = [...new Set(Object.keys(flat).map((path) => path.split("/")[0] ?? ""))];
  return Object.fromEntries(
    names.map((name) => {
      const inner = Object.entries(flat).filter(([path]) => path.startsWith(`${name}/`));
      const own = flat[name];
      return [
        name,
        own === undefined ? nested(Object.fromEntries(inner.map(([path, value]) => [path.slice(name.length + 1), value]))) : read(own),
      ];
    }),
  );
}

describe.each([
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const)("on %s, Keras's and PyTorch's numbers forward and backward", (_, makeBackend) => {
  const backend = Promise.resolve(makeBackend());
  test.each(named)("%s", async (_, { name, options, attentionMask, masks, ...item }) => {
    const layer = layerFromConfig({ kind: name, options });
    const outputs = (weights: Weights, inputs: readonly Tensor[]): Tensor[] => {
      const given =
        attentionMask === undefined ? inputs : [...(inputs.length === 1 ? [...inputs, ...inputs] : inputs), read(attentionMask)];
      const [y, , more] = layer.apply(weights, given, { masks: masks?.map((mask) => (mask === null ? undefined : read(mask))) });
      return [y, ...(more?.outputs ?? [])];
    };
    const run = jit(
      (weights: Weights, inputs: Tensor[], cotangents: Tensor[]): Tensor[] => {
        const loss = (leaves: { weights: Weights; inputs: Tensor[] }): Tensor =>
          outputs(leaves.weights, leaves.inputs)
            .map((y, i) => y.mul(cotangents[i] ?? 0).sum())
            .reduce((sum, part) => sum.add(part));
        const slopes = grad(loss)({ weights, inputs });
        return [...outputs(weights, inputs), ...slopes.inputs, ...flatten(slopes.weights).leaves];
      },
      { backend: await backend },
    );
    const weights = nested(item.weights);
    const paths = flatten(weights).paths;
    const found = await run(weights, item.inputs.map(read), item.cotangents.map(read));
    const expected = [...item.outputs, ...item.inputGradients, ...paths.map((path) => item.weightGradients[path])];
    for (const [i, value] of expected.entries()) {
      const path = paths[i - item.outputs.length - item.inputs.length];
      if (value === undefined || path?.endsWith("key/bias") === true) continue; // whose slope is 0 but for rounding
      expect(found[i] && differenceOf(await found[i].value(), fixtureTensor(value)), path).toBeUndefined();
    }
    run.dispose();
  });
});
