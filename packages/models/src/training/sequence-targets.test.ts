import { interpreterBackend } from "@tidu/core-tensor";
import { dense } from "@tidu/layers";
import { expect, test } from "vitest";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

const x = [
  [
    [1, 2],
    [3, 4],
    [0, 1],
  ],
  [
    [1, 2],
    [3, 4],
    [0, 1],
  ],
];
const ids = [
  [0, 1, 2],
  [0, 1, 2],
];

/** Three classes for each step of sequences of any length. */
const modelOf = (loss: string): Sequential => {
  const last = dense({ units: 3, activation: "softmax", inputShape: ["time", 2] });
  return sequential([last], { backend: async () => interpreterBackend(), seed: 1 }).compile({ optimizer: "sgd", loss });
};

test("targets of sequences of any length have the length of their inputs", async () => {
  const model = modelOf("sparseCategoricalCrossentropy");
  await expect(
    model.evaluate(x, [
      [0, 1, 2, 0],
      [0, 1, 2, 0],
    ]),
  ).rejects.toThrow(
    "evaluate: y: sparseCategoricalCrossentropy expects class ids int32[batch, 3], received float32[2, 4]; the output is float32[batch, 3, 3].",
  );
  await expect(
    model.fit(x, [
      [[0], [1], [2], [0]],
      [[0], [1], [2], [0]],
    ]),
  ).rejects.toThrow("fit: y: sparseCategoricalCrossentropy expects class ids");
  await expect(modelOf("meanSquaredError").evaluate(x, [[[0, 0, 1]], [[0, 0, 1]]])).rejects.toThrow(
    "expects targets of the shape of the output, [batch, 3, 3]",
  );
  await expect(
    model.evaluate(x, [
      [0, 1, 3],
      [0, 1, 2],
    ]),
  ).rejects.toThrow("class id 3 in row 0, column 2 is out of range");
});

test("a batch of a stream says which one does not fit", async () => {
  const model = modelOf("sparseCategoricalCrossentropy");
  const shorter = x.map((row) => row.slice(0, 2));
  const batches = [
    { x, y: ids },
    { x: shorter, y: ids },
  ];
  await expect(model.fit(batches, { verbose: 0 })).rejects.toThrow(
    "fit: batch 1: y: sparseCategoricalCrossentropy expects class ids int32[batch, 2]",
  );
});

test("weights of steps have the length of the sequence", async () => {
  const model = modelOf("sparseCategoricalCrossentropy");
  await expect(
    model.fit(x, ids, {
      sampleWeight: [
        [1, 1],
        [1, 1],
      ],
    }),
  ).rejects.toThrow("fit: sampleWeight: expected one weight for each of 2 rows, or one for each position [2, 3], received shape [2, 2].");
  await expect(
    model.evaluate(x, ids, {
      sampleWeight: [
        [1, 1, NaN],
        [1, 1, 1],
      ],
    }),
  ).rejects.toThrow("received NaN in row 0, column 2");
  const { loss = NaN } = await model.evaluate(x, ids, { sampleWeight: Float32Array.of(1, 1, 1, 1, 1, 1) });
  expect(loss).toBeCloseTo((await model.evaluate(x, ids))["loss"] ?? NaN, 6);
});

test("labels that need more steps than a sequence of any length has are refused", async () => {
  await expect(
    modelOf("ctc").fit(x, [
      [1, 2, 1, 2],
      [1, 0, 0, 0],
    ]),
  ).rejects.toThrow("the 4 labels of row 0 need at least 4 time steps");
});
