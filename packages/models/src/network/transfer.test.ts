import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { tensorData } from "@tidu/core-tensor";
import { batchNormalization, dense } from "@tidu/layers";
import { sgd } from "@tidu/optimizers";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { sequential } from "../sequential.ts";

interface Case {
  readonly training: false | null;
  readonly x: FixtureTensor;
  readonly y: FixtureTensor;
  readonly weights: Readonly<Record<string, FixtureTensor>>;
  readonly stages: readonly {
    readonly frozen: readonly string[];
    readonly loss: readonly number[];
    readonly after: Readonly<Record<string, FixtureTensor>>;
    readonly evaluate: number;
    readonly predictions: FixtureTensor;
  }[];
}

const { source, cases } = loadFixture<{ readonly source: string; readonly cases: readonly Case[] }>("transfer");

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;

describe.each(engines)(`on %s, like ${source}`, (_, backend) => {
  test.each(cases)("a base that is frozen, let go and frozen in part, called with training: $training", async (given) => {
    const [x, y] = [fixtureTensor(given.x), fixtureTensor(given.y)];
    const base = sequential(
      [
        dense({ units: 5, activation: "tanh", name: "features", inputShape: [4] }),
        batchNormalization({ momentum: 0.8, name: "norm" }),
        dense({ units: 4, activation: "relu", name: "top" }),
      ],
      { name: "base" },
    );
    const model = sequential([base.asLayer(given.training === false ? { training: false } : {}), dense({ units: 1, name: "head" })], {
      backend,
    });
    await model.setWeights(Object.fromEntries(Object.entries(given.weights).map(([path, value]) => [path, fixtureTensor(value)])));
    for (const { frozen, loss, after, evaluate, predictions } of given.stages) {
      model.trainable = true;
      if (frozen.length > 0) model.freeze(...frozen);
      model.compile({ optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }), loss: "mse" });
      const { history } = await model.fit(x, y, { epochs: 3, batchSize: 5, shuffle: false, verbose: 0 });
      expect(differenceOf(tensorData(history["loss"] ?? []), tensorData(loss))).toBeUndefined();
      const weights = await model.getWeights();
      for (const [path, value] of Object.entries(after))
        expect(differenceOf(weights[path] ?? tensorData([]), fixtureTensor(value)), path).toBeUndefined();
      expect((await model.evaluate(x, y))["loss"]).toBeCloseTo(evaluate, 5);
      expect(differenceOf(await (await model.predict(x)).value(), fixtureTensor(predictions))).toBeUndefined();
    }
  });
});
