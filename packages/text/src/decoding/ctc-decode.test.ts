import { fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { expect, test } from "vitest";
import { ctcDecode } from "./ctc-decode.ts";
import type { CtcDecodeOptions } from "./ctc-decode.ts";

interface Case {
  readonly logits: FixtureTensor;
  readonly steps: readonly number[];
  readonly options: CtcDecodeOptions;
  /** By example and reading. */
  readonly labels: readonly (readonly (readonly number[])[])[];
  readonly scores: readonly (readonly number[])[];
}

const { decoded, source } = loadFixture<{ readonly source: string; readonly decoded: readonly Case[] }>("sequences");

test.each(decoded.map((item): [string, Case] => [`${JSON.stringify(item.options)} of steps ${item.steps.join(", ")}`, item]))(
  `%s reads the labels of ${source}`,
  (_, { logits, steps, options, labels, scores }) => {
    const found = ctcDecode(fixtureTensor(logits), { ...options, steps });
    expect(found.map((readings) => readings.map((reading) => reading.labels))).toEqual(labels);
    if (options.strategy !== "beamSearch") return; // of a greedy path Keras gives the sum of logits
    found.forEach((readings, row) =>
      readings.forEach(({ logProbability }, i) => expect(logProbability).toBeCloseTo(scores[row]?.[i] ?? NaN, 4)),
    );
  },
);

// By hand: blank, 1, 1, blank, 1, 2 reads 1, 1, 2, and each step is certain but for one with chances 1/4, 3/4.
test("repeated labels are one, unless a blank is between them", () => {
  const far = 200;
  const certain = [0, 1, 1, 0, 1].flatMap((id) => [0, 1, 2].map((other) => (other === id ? far : 0)));
  const data = [...certain, Math.log(1 / 8), Math.log(1 / 8), Math.log(3 / 4)];
  const [[best]] = ctcDecode({ shape: [1, 6, 3], data }) as [[{ labels: readonly number[]; logProbability: number }]];
  expect(best.labels).toEqual([1, 1, 2]);
  expect(best.logProbability).toBeCloseTo(Math.log(3 / 4), 12);
  const [none] = ctcDecode({ shape: [1, 6, 3], data }, { steps: [0], strategy: "beamSearch" });
  expect(none).toEqual([{ labels: [], logProbability: 0 }]);
});

test("shapes and options that do not fit are refused", () => {
  const logits = { shape: [1, 2, 3], data: [0, 0, 0, 0, 0, 0] };
  expect(() => ctcDecode({ ...logits, shape: [2, 3] })).toThrow(
    "ctcDecode: expected logits [batch, time, classes], received 6 numbers of shape [2, 3].",
  );
  expect(() => ctcDecode(logits, { steps: [3] })).toThrow("example 0 has 2 steps, received 3");
  expect(() => ctcDecode(logits, { steps: [] })).toThrow("steps of example 0");
  expect(() => ctcDecode(logits, { blank: 3 })).toThrow("blank is 3, there are 3 classes");
  expect(() => ctcDecode(logits, { strategy: "beam" as "greedy" })).toThrow("strategy");
});
