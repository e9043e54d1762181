import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { concat, grad, interpreterBackend, jit, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { bidirectional, dense, gru, initializers, input, layerFromConfig, lstm, lstmCell, masking, outputsOf } from "@tidu/layers";
import { recurrentCell, rnn, simpleRnn, timeDistributed, weight } from "@tidu/layers";
import type { Cell, ConfigOptions, Layer, Weights } from "@tidu/layers";
import { adam, sgd } from "@tidu/optimizers";
import { differenceOf, fixtureTensor, loadFixture, randomValues } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { functional } from "../functional.ts";
import { fromBytes } from "../saving/load.ts";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;

/** One call of a recurrent layer of Keras, with its gradients. */
interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly weights: Readonly<Record<string, FixtureTensor>>;
  readonly inputs: readonly FixtureTensor[];
  readonly mask?: FixtureTensor;
  readonly cotangents: readonly FixtureTensor[];
  readonly inputGradients: readonly FixtureTensor[];
  readonly weightGradients: Readonly<Record<string, FixtureTensor>>;
}

const { cases, source } = loadFixture<{ readonly source: string; readonly cases: readonly Case[] }>("recurrent");
const read = (stored: FixtureTensor): Tensor => tensor(fixtureTensor(stored));
const units = 3;

/** A minimal gated unit (Zhou et al. 2016). */
const minimalGatedCell = (options: { readonly units: number }): Cell =>
  recurrentCell("minimalGatedCell", {
    options,
    config: { units: options.units },
    stateSize: options.units,
    weights: (x) => ({
      forget: weight([Number(x.shape.at(-1)) + options.units, options.units], initializers.glorotUniform()),
      candidate: weight([Number(x.shape.at(-1)) + options.units, options.units], initializers.glorotUniform()),
    }),
    step: ({ forget, candidate }, x, [h]) => {
      const f = concat([x, h], 1).matmul(forget).sigmoid();
      const next = concat([x, f.mul(h)], 1)
        .matmul(candidate)
        .tanh();
      const y = h.add(f.mul(next.sub(h)));
      return [y, [y]];
    },
  });

/** Sequences of length 2 to 6, filled up with zeros in front or behind. */
const rows = randomValues([12, 6, 2], 1);
const padded = {
  ...rows,
  data: Float32Array.from({ length: 144 }, (_, i) => {
    const [row, step] = [Math.floor(i / 12), Math.floor(i / 2) % 6];
    const length = 2 + (row % 5);
    return (row % 2 === 0 ? step < length : step >= 6 - length) ? Number(rows.data[i]) : 0;
  }),
};
const y = randomValues([12, 1], 2);

const modelOn = (backend: () => Promise<Backend>, ...layers: readonly Layer[]): Sequential =>
  sequential([masking({ inputShape: ["time", 2] }), ...layers, dense({ units: 1 })], { backend, seed: 4 }).compile({
    optimizer: sgd({ learningRate: 0.05 }),
    loss: "meanSquaredError",
  });

const stacks: readonly (readonly [string, () => readonly Layer[]])[] = [
  ["bidirectional lstm, gru", () => [bidirectional({ layer: lstm({ units, returnSequences: true }) }), gru({ units })]],
  [
    "simpleRnn, timeDistributed dense, lstm",
    () => [simpleRnn({ units, returnSequences: true }), timeDistributed({ layer: dense({ units: 2 }) }), lstm({ units })],
  ],
  ["stacked cells, one of them the user's", () => [rnn({ cell: [lstmCell({ units }), minimalGatedCell({ units: 2 })] })]],
  ["gru of dropped states", () => [gru({ units, dropout: 0.2, recurrentDropout: 0.3, resetAfter: false, goBackwards: true })]],
];

describe.each(engines)("on %s", (_, backend) => {
  test(`gradients are those of ${source}`, async () => {
    const engine = await backend();
    for (const item of cases.filter(({ options }) => options["unroll"] !== true)) {
      const layer = layerFromConfig({ kind: item.name, options: item.options });
      const mask = item.mask && read(item.mask);
      const loss = ({ weights, inputs }: { readonly weights: Weights; readonly inputs: readonly Tensor[] }): Tensor => {
        const [y, , more] = layer.apply(weights, inputs, { mask });
        return [y, ...(more?.outputs ?? [])]
          .map((output, i) => output.mul(read(item.cotangents[i] ?? { shape: [], data: [0] })).sum())
          .reduce((sum, each) => sum.add(each));
      };
      const weights = Object.fromEntries(Object.entries(item.weights).map(([name, value]) => [name, read(value)]));
      const slopes = await jit(grad(loss), { backend: engine })({ weights, inputs: item.inputs.map(read) });
      for (const [i, value] of item.inputGradients.entries()) await expectSame(slopes.inputs[i], value);
      for (const [name, value] of Object.entries(item.weightGradients)) await expectSame(slopes.weights[name] as Tensor | undefined, value);
    }
    await engine.dispose();
  });

  test.each(stacks)("%s: trains as on the interpreter, and is loaded as it was", async (_, layers) => {
    const histories: (readonly number[])[] = [];
    for (const engine of [backend, async (): Promise<Backend> => interpreterBackend()]) {
      const model = modelOn(engine, ...layers());
      const { history } = await model.fit(padded, y, { batchSize: 4, epochs: 3, verbose: 0 });
      histories.push(history["loss"] ?? []);
      const loaded = fromBytes(await model.toBytes(), { backend: engine, custom: { cells: { minimalGatedCell } } });
      expect(await (await loaded.predict(padded)).array()).toEqual(await (await model.predict(padded)).array());
      await model.dispose();
      await loaded.dispose();
    }
    const [own = [], expected = []] = histories;
    expect(own.length).toBe(3);
    own.forEach((loss, i) => expect(loss).toBeCloseTo(expected[i] ?? NaN, 5));
    expect(own.at(-1)).toBeLessThan(own[0] ?? 0);
  });
});

async function expectSame(value: Tensor | undefined, expected: FixtureTensor): Promise<void> {
  expect(value && differenceOf(await value.value(), fixtureTensor(expected), { relative: 1e-5 })).toBeUndefined();
}

const engine = (): Promise<Backend> => onnxruntime();

test.each(stacks)("%s: exported for any batch and length, with its mask", async (_, layers) => {
  const model = modelOn(engine, ...layers());
  const path = join(await mkdtemp(join(tmpdir(), "tidu-recurrent-")), "model.onnx");
  const { maxDifference } = await model.export(path, { verifyWith: runOnnx, samples: padded, tolerance: 1e-5 });
  expect(maxDifference).toBeLessThan(1e-5);
  const bytes = new Uint8Array(await readFile(path));
  const [name = ""] = model.network.inputs.map((each) => each.name);
  for (const [batch, time] of [
    [1, 1],
    [5, 13],
  ] as const) {
    const x = randomValues([batch, time, 2], time);
    const [found] = Object.values(await runOnnx({ model: bytes }, { [name]: x }));
    const expected = await (await model.predict(x)).value();
    expect(found && differenceOf(found, expected, { relative: 1e-5 })).toBeUndefined();
  }
});

test("an encoder's states start a decoder", async () => {
  const source = input({ shape: ["sourceTime", 2], name: "source" });
  const target = input({ shape: ["targetTime", 1], name: "target" });
  const [, h, c] = outputsOf(lstm({ units: 8, returnState: true })(source));
  if (h === undefined || c === undefined) throw new Error("no states");
  const sequence = lstm({ units: 8, returnSequences: true })([target, h, c]);
  const model = functional({ inputs: [source, target], outputs: dense({ units: 1 })(sequence), backend: engine, seed: 1 });
  model.compile({ optimizer: adam({ learningRate: 0.05 }), loss: "meanSquaredError" });
  const targets = randomValues([12, 4, 1], 3);
  const { history } = await model.fit({ source: rows, target: targets }, targets, { epochs: 30, verbose: 0 });
  expect(history["loss"]?.at(-1)).toBeLessThan(0.8 * (history["loss"]?.[0] ?? 0));
  const loaded = fromBytes(await model.toBytes(), { backend: engine });
  const given = { source: randomValues([2, 9, 2], 5), target: randomValues([2, 3, 1], 6) };
  expect(await (await loaded.predict(given)).array()).toEqual(await (await model.predict(given)).array());
});
