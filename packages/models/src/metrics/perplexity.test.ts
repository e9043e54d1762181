import { interpreterBackend, softmax, tensor } from "@tidu/core-tensor";
import { dense, lambda } from "@tidu/layers";
import { fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { expect, test } from "vitest";
import { sequential } from "../sequential.ts";
import { metricFromConfig } from "./metric-from.ts";
import { perplexity } from "./perplexity.ts";
import type { PerplexityOptions } from "./perplexity.ts";

interface Case {
  readonly ids: FixtureTensor;
  readonly logits: FixtureTensor;
  readonly options: PerplexityOptions;
  readonly sampleWeight?: FixtureTensor;
  readonly output: number;
}

const { perplexity: cases } = loadFixture<{ readonly perplexity: readonly Case[] }>("sequences");

test.each(cases.map((item): [string, Case] => [`${JSON.stringify(item.options)}${item.sampleWeight ? ", weighted" : ""}`, item]))(
  "perplexity %s equals Keras's cross-entropy over the tokens that count",
  async (_, { ids, logits, options, sampleWeight, output }) => {
    const [y, z] = [tensor(fixtureTensor(ids)), tensor(fixtureTensor(logits))];
    const weight = sampleWeight && tensor(fixtureTensor(sampleWeight));
    const metric = perplexity({ ...options, fromLogits: true }).resolve(y.spec, z.spec);
    expect(await metric.result(metric.update(metric.init(), y, z, weight)).item()).toBeCloseTo(output, 4);
    const ofSoftmax = perplexity(options).resolve(y.spec, z.spec);
    const first = ofSoftmax.update(ofSoftmax.init(), y.slice([0], [2]), softmax(z.slice([0], [2])), weight?.slice([0], [2]));
    const both = ofSoftmax.update(first, y.slice([2]), softmax(z.slice([2])), weight?.slice([2]));
    expect(await ofSoftmax.result(both).item()).toBeCloseTo(output, 4); // whatever the batches
  },
);

test("masked steps do not count, and nothing gives 0", async () => {
  const masking = lambda({ function: (x) => x, mask: (x) => x.notEqual(0).any({ axis: -1 }) });
  const model = sequential([masking, dense({ units: 4, kernelInitializer: "zeros", activation: "softmax" })], {
    backend: async () => interpreterBackend(),
  });
  model.build([3, 2]).compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", metrics: ["perplexity"] });
  const logs = await model.evaluate(
    [
      [
        [1, 2],
        [0, 0],
        [0, 0],
      ],
    ],
    [[3, 0, 0]],
  );
  expect(logs["perplexity"]).toBeCloseTo(4, 5); // by hand: four equal chances
  expect(
    (
      await model.evaluate(
        [
          [
            [0, 0],
            [0, 0],
            [0, 0],
          ],
        ],
        [[3, 0, 0]],
      )
    )["perplexity"],
  ).toBe(0);
});

test("it is made again from its config", () => {
  const { config } = perplexity({ maskTokenId: 0, fromLogits: true });
  expect(metricFromConfig(JSON.parse(JSON.stringify(config))).config).toEqual(config);
  expect(() => perplexity().resolve({ shape: [2, 3], dtype: "float32" }, { shape: [2, 3, 1], dtype: "float32" })).toThrow(
    "perplexity needs an output with one number per class",
  );
});
