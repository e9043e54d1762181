import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnnx } from "@tidu/backend-onnxruntime";
import { interpreterBackend } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { input, layerFromConfig, outputsOf } from "@tidu/layers";
import type { Config, ConfigOptions, Layer } from "@tidu/layers";
import { printOnnx } from "@tidu/onnx-export";
import { differenceOf, fixtureTensor, isFixtureTensor, loadFixture, randomValues } from "@tidu/testing";
import type { FixtureTensor, FixtureTree, LayerNumbers } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import type { Model } from "../model.ts";

interface Fixture {
  readonly source: string;
  readonly cases: readonly (LayerNumbers & { readonly name: string; readonly options: ConfigOptions })[];
  readonly bidirectional: readonly (LayerNumbers & {
    readonly layer: Config;
    readonly backwardLayer?: Config;
    readonly mergeMode: string | null;
  })[];
}

const fixture = loadFixture<Fixture>("recurrent");
const left = -9; // what masked steps hold

/** A model of one layer over sequences of any length, its initial states as further inputs. */
function modelOf(layer: Layer, inputs: readonly FixtureTensor[], masked: boolean): Model {
  const values = inputs.map(({ shape: [, time = 1, features] }, i) =>
    input({ shape: features === undefined ? [time] : ["time", features], name: `x${i}` }),
  );
  const [x, ...states] = values;
  if (x === undefined) throw new Error("no input");
  const sequence = masked ? layerFromConfig({ kind: "masking", options: { maskValue: left } })(x) : x;
  return functional({
    inputs: values,
    outputs: outputsOf(layer(states.length > 0 ? [sequence, ...states] : sequence)),
    backend: async () => interpreterBackend(),
  });
}

const flat = (tree: FixtureTree, path: string): Readonly<Record<string, TensorData>> =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      isFixtureTensor(value) ? [[`${path}/${name}`, fixtureTensor(value)]] : Object.entries(flat(value, `${path}/${name}`)),
    ),
  );

/** The inputs, with what masked steps hold. */
const inputsOf = ({ inputs, mask }: LayerNumbers): readonly TensorData[] => {
  const [x, ...states] = inputs.map(fixtureTensor);
  if (x === undefined || mask === undefined) return x === undefined ? [] : [x, ...states];
  const features = x.shape.at(-1) ?? 1;
  const counts = fixtureTensor(mask).data;
  return [
    {
      dtype: "float32",
      shape: x.shape,
      data: Float32Array.from({ length: x.data.length }, (_, i) =>
        Number(counts[Math.floor(i / features)]) === 0 ? left : Number(x.data[i]),
      ),
    },
    ...states,
  ];
};

async function expectSame(bytes: Uint8Array, inputs: readonly TensorData[], expected: readonly TensorData[]): Promise<void> {
  const found = Object.values(await runOnnx({ model: bytes }, Object.fromEntries(inputs.map((value, i) => [`x${i}`, value]))));
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => expect(differenceOf(found[i] ?? value, value, { relative: 1e-5 })).toBeUndefined());
}

/** The file computes Keras's numbers, and for sequences of other lengths what the loop computes. */
async function expectKeras(layer: Layer, item: LayerNumbers, name: string): Promise<string> {
  const model = modelOf(layer, item.inputs, item.mask !== undefined);
  await model.setWeights(flat(item.weights, name));
  const path = join(await mkdtemp(join(tmpdir(), "tidu-recurrent-")), "model.onnx");
  await model.export(path, { verifyWith: false });
  const bytes = new Uint8Array(await readFile(path));
  await expectSame(bytes, inputsOf(item), item.outputs.map(fixtureTensor));

  for (const [batch, time] of [
    [1, 1],
    [4, 9],
  ] as const) {
    const others = item.inputs.map(({ shape }, i) =>
      randomValues(shape.length === 3 ? [batch, time, shape[2] ?? 1] : [batch, shape[1] ?? 1], i + time),
    );
    const predicted = Object.values(await model.predictOutputs(Object.fromEntries(others.map((value, i) => [`x${i}`, value]))));
    const values = await Promise.all(predicted.map((value) => value.value()));
    await expectSame(bytes, others, values);
  }
  return printOnnx(bytes);
}

const operators: Readonly<Record<string, string>> = { lstm: "LSTM", gru: "GRU", simpleRnn: "RNN" };

/** Masks and activations that mix units are beyond ONNX's operators. */
const isLoop = ({ mask, options }: { readonly mask?: unknown; readonly options: ConfigOptions }): boolean =>
  mask !== undefined || options["activation"] === "softmax" || options["recurrentActivation"] === "softmax";

describe(`exported recurrent layers compute as ${fixture.source}`, () => {
  const cases = fixture.cases.filter(({ options }) => options["unroll"] !== true);
  for (const [i, { name, options, ...item }] of cases.entries()) {
    test(`${i} ${name} ${JSON.stringify(options)}${item.mask ? ", masked" : ""}`, async () => {
      const written = await expectKeras(layerFromConfig({ kind: name, options }), item, name);
      const loop = isLoop({ ...item, options });
      expect([/= Scan\(/.test(written), written.includes(`= ${operators[name]}(`)]).toEqual([loop, !loop]);
    });
  }
  for (const [i, { layer, backwardLayer, mergeMode, ...item }] of fixture.bidirectional.entries()) {
    test(`${i} bidirectional ${layer.kind} ${JSON.stringify(layer.options)} merged by ${mergeMode}${item.mask ? ", masked" : ""}`, async () => {
      const written = await expectKeras(
        layerFromConfig({ kind: "bidirectional", options: { layer, backwardLayer, mergeMode } }),
        item,
        "bidirectional",
      );
      expect(written.includes('direction: "reverse"')).toBe(item.mask === undefined);
    });
  }
});

test.each(["lstm", "gru", "simpleRnn"])("%s with every activation that ONNX knows computes what the loop computes", async (kind) => {
  for (const activation of ["elu", "hardSigmoid", "linear", "relu", "sigmoid", "softplus", "softsign", "tanh"]) {
    const options = {
      units: 4,
      activation,
      returnSequences: true,
      ...(kind !== "simpleRnn" && { recurrentActivation: activation === "tanh" ? "hardSigmoid" : "sigmoid" }),
    };
    const model = modelOf(layerFromConfig({ kind, options }), [{ shape: [2, 6, 3], data: [] }], false);
    const path = join(await mkdtemp(join(tmpdir(), "tidu-recurrent-")), "model.onnx");
    await model.export(path, { tolerance: 1e-5, verifyWith: runOnnx });
    expect(printOnnx(new Uint8Array(await readFile(path)))).not.toMatch(/= Scan\(/);
  }
});
