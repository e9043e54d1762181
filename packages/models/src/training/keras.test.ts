import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { layerFromConfig } from "@tidu/layers";
import type { ConfigOptions, ConfigValue } from "@tidu/layers";
import { optimizerFromConfig } from "@tidu/optimizers";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { FitOptions } from "../fit-options.ts";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

interface Named {
  readonly name: string;
  readonly options: ConfigOptions;
}
type Numbers = Readonly<Record<string, number>>;
type Curves = Readonly<Record<string, readonly number[]>>;
type WeightTrees = readonly Readonly<Record<string, FixtureTensor>>[];

interface Case {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly layers: readonly Named[];
  readonly weights: WeightTrees;
  readonly optimizer: Named;
  readonly loss: string;
  readonly metrics: readonly string[];
  readonly x: FixtureTensor;
  readonly y: FixtureTensor;
  readonly sampleWeight?: FixtureTensor;
  readonly predictions: FixtureTensor;
  readonly steps: {
    readonly batches: readonly (readonly [number, number])[];
    readonly losses: readonly number[];
    readonly metrics: Curves;
    readonly after: WeightTrees;
  };
  readonly evaluate: readonly { readonly batchSize: number; readonly weighted: boolean; readonly result: Numbers }[];
  readonly fit: readonly {
    readonly options: Pick<FitOptions, "epochs" | "batchSize" | "validationSplit" | "classWeight" | "shuffle">;
    readonly weighted: boolean;
    readonly weightedMetrics?: readonly string[];
    readonly history: Curves;
    readonly after: WeightTrees;
  }[];
}

const { networks, source } = loadFixture<{ readonly source: string; readonly networks: readonly Case[] }>("training");

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["tfjs cpu", () => tfjsBackend({ backend: "cpu" })],
  ["the interpreter", async () => interpreterBackend()],
] as const;

describe.each(engines)(`on %s, like ${source}`, (_, backend) => {
  describe.each(networks)("$name", (given) => {
    const x = fixtureTensor(given.x);
    const y = fixtureTensor(given.y);
    const sampleWeight = given.sampleWeight && fixtureTensor(given.sampleWeight);
    const weighted = (counts: boolean) => (counts && sampleWeight !== undefined ? { sampleWeight } : {});

    const modelOf = async (weightedMetrics?: readonly string[]): Promise<Sequential> => {
      const layers = given.layers.map(({ name, options }) => layerFromConfig({ kind: name, options: asOptions(options) }));
      const model = sequential(layers, { backend }).build(given.inputShape);
      model.compile({
        optimizer: optimizerFromConfig({ kind: given.optimizer.name, options: asOptions(given.optimizer.options) }),
        loss: given.loss,
        ...(weightedMetrics === undefined ? { metrics: given.metrics } : { weightedMetrics }),
      });
      await model.setWeights(Object.fromEntries(pathsOf(model, given.weights)));
      return model;
    };

    test("predictions", async () => {
      const model = await modelOf();
      expectClose(await (await model.predict(x)).value(), fixtureTensor(given.predictions));
    });

    test("the loss, the metrics and the weights of ten steps", async () => {
      const model = await modelOf();
      const logs: Numbers[] = [];
      for (const [start, end] of given.steps.batches) {
        const weight = sampleWeight && { sampleWeight: rows(sampleWeight, start, end) };
        logs.push(await model.trainOnBatch(rows(x, start, end), rows(y, start, end), weight));
      }
      const curves = Object.fromEntries(given.metrics.map((name) => [name, logs.map((log) => log[name] ?? NaN)]));
      expectCurves({ loss: logs.map(({ loss = NaN }) => loss), ...curves }, { loss: given.steps.losses, ...given.steps.metrics });
      await expectWeights(model, given.steps.after);
    });

    test.each(given.evaluate)(
      "evaluation in batches of $batchSize, weighted: $weighted",
      async ({ batchSize, weighted: counts, result }) => {
        const model = await modelOf();
        expectCurves(asCurves(await model.evaluate(x, y, { batchSize, ...weighted(counts) })), asCurves(result));
      },
    );

    test.each(given.fit)("fit $options, weighted: $weighted, metrics: $weightedMetrics", async (fit) => {
      const model = await modelOf(fit.weightedMetrics);
      const { history } = await model.fit(x, y, { ...fit.options, ...weighted(fit.weighted), verbose: 0 });
      expectCurves(history, Object.fromEntries(Object.entries(fit.history).map(([key, values]) => [logKey(key), values])));
      await expectWeights(model, fit.after);
    });
  });
});

/** Fixtures write `name` where configs have `kind`. */
function asOptions(options: ConfigOptions): ConfigOptions {
  const convert = (value: ConfigValue): ConfigValue =>
    typeof value === "object" && value !== null && "name" in value && "options" in value
      ? { kind: value.name, options: value.options }
      : value;
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, convert(value)]));
}

const logKey = (key: string): string => key.replace(/^val([A-Z])/, (_, first: string) => `val_${first.toLowerCase()}`);

const asCurves = (numbers: Numbers): Curves => Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, [value]]));

const rows = ({ dtype, shape, data }: TensorData, start: number, end: number): TensorData => {
  const size = data.length / (shape[0] ?? 1);
  return { dtype, shape: [end - start, ...shape.slice(1)], data: data.slice(start * size, end * size) };
};

const pathsOf = (model: Sequential, trees: WeightTrees): readonly (readonly [string, TensorData])[] =>
  model.network.layers.flatMap(({ name }, i) =>
    Object.entries(trees[i] ?? {}).map(([weight, value]) => [`${name}/${weight}`, fixtureTensor(value)] as const),
  );

/** Within 1e-5 of the largest value. */
const expectClose = (received: TensorData, expected: TensorData): void => expect(differenceOf(received, expected)).toBeUndefined();

function expectCurves(received: Curves, expected: Curves): void {
  expect(Object.keys(received).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [key, values] of Object.entries(expected)) {
    expect(differenceOf(tensorData(received[key] ?? []), tensorData(values)), key).toBeUndefined();
  }
}

async function expectWeights(model: Sequential, trees: WeightTrees): Promise<void> {
  const weights = await model.getWeights();
  const expected = pathsOf(model, trees);
  const received = expected.flatMap(([path]) => Array.from(weights[path]?.data ?? [], Number));
  expectClose(tensorData(received), tensorData(expected.flatMap(([, { data }]) => Array.from(data, Number))));
}
