import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { grad, interpreterBackend, iota, jit, softmax, tensor, tensorData } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { dense, lambda } from "@tidu/layers";
import { adam } from "@tidu/optimizers";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { sequential } from "../sequential.ts";
import { ctc } from "./ctc.ts";

interface Case {
  readonly about: string;
  readonly logits: FixtureTensor;
  readonly labels: FixtureTensor;
  readonly steps?: readonly number[];
  readonly output: FixtureTensor;
  readonly cotangent: FixtureTensor;
  readonly gradient: FixtureTensor;
}

const { ctc: cases, source } = loadFixture<{ readonly source: string; readonly ctc: readonly Case[] }>("sequences");
const read = (stored: FixtureTensor): Tensor => tensor(fixtureTensor(stored));

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
  ["the interpreter", async () => interpreterBackend()],
] as const;

describe.each(engines)(`on %s, like ${source}`, (_, backend) => {
  test.each(cases.map((item): [string, Case] => [item.about, item]))("%s: loss and gradient", async (_, given) => {
    const [logits, labels, cotangent] = [read(given.logits), read(given.labels), read(given.cotangent)];
    const mask = given.steps && iota(given.logits.shape[1] ?? 1).less(tensor(Int32Array.from(given.steps)).expandDims(-1));
    const both = (logits: Tensor, labels: Tensor, cotangent: Tensor): readonly Tensor[] => {
      const loss = (x: Tensor): Tensor => ctc().perExample(labels, x, mask);
      const total = (x: Tensor): Tensor => {
        const each = loss(x);
        return each.mul(cotangent).sum();
      };
      return [loss(logits), grad(total)(logits)];
    };
    const compiled = jit(both, { backend: await backend() });
    const [output, gradient] = await compiled(logits, labels, cotangent);
    if (output === undefined || gradient === undefined) throw new Error("no results");
    expect(differenceOf(await output.value(), fixtureTensor(given.output), { relative: 2e-5 })).toBeUndefined();
    expect(differenceOf(await gradient.value(), fixtureTensor(given.gradient), { relative: 1e-4 })).toBeUndefined();
    compiled.dispose();
  });

  test("a model learns to read, trained with masked steps", async () => {
    // Every label lasts two steps of its own pattern; the rest of a row is zeros.
    const letters = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const words = [
      [1, 2, 3],
      [3, 3, 0],
      [2, 0, 0],
      [1, 3, 0],
      [2, 1, 2],
      [3, 2, 1],
    ];
    const x = words.map((word) =>
      word.flatMap((label) =>
        label === 0
          ? [
              [0, 0, 0],
              [0, 0, 0],
              [0, 0, 0],
            ]
          : [letters[label - 1] ?? [], letters[label - 1] ?? [], [-1, -1, -1]],
      ),
    );
    const masking = lambda({ function: (x) => x, mask: (x) => x.notEqual(0).any({ axis: -1 }) });
    const model = sequential([masking, dense({ units: 12, activation: "relu" }), dense({ units: 4 })], {
      backend,
      seed: 3,
    });
    model.build([9, 3]).compile({ optimizer: adam({ learningRate: 0.05 }), loss: ctc(), metrics: ["ctc"] });
    const { history } = await model.fit(x, words, { epochs: 60, batchSize: 6, verbose: 0 });
    expect(history["loss"]?.at(-1)).toBeLessThan(0.2);
    const { loss, ctc: measured } = await model.evaluate(x, words);
    expect(measured).toBeCloseTo(loss ?? NaN, 5); // the metric knows the mask too
  });
});

test("a softmax that made the output is recognised", async () => {
  const z = tensor([
    [
      [1, 2, -1],
      [0.5, -1, 3],
      [0, 1, 0],
    ],
  ]);
  const y = tensor(tensorData([1, 2], [1, 2], "int32"));
  expect(await ctc().perExample(y, softmax(z)).array()).toEqual(await ctc().perExample(y, z).array());
});

test("labels that do not fit are refused before training, with their row", async () => {
  const model = sequential([dense({ units: 4 })], { backend: async () => interpreterBackend() }).build([3, 2]);
  model.compile({ optimizer: "sgd", loss: "ctc" });
  const x = [
    [
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    [
      [0, 1],
      [1, 0],
      [1, 1],
    ],
  ];
  await expect(
    model.fit(x, [
      [1, 2, 3],
      [2, 2, 1],
    ]),
  ).rejects.toThrow("fit: y: ctc: the 3 labels of row 1 need at least 4 time steps (one between equal neighbours), the output has 3.");
  await expect(
    model.fit(x, [
      [1, 0, 3],
      [2, 0, 0],
    ]),
  ).rejects.toThrow("fit: y: ctc: a label is 0 in row 0, column 1, before further labels");
  await expect(
    model.fit(x, [
      [1, 4],
      [2, 0],
    ]),
  ).rejects.toThrow("class id 4 in row 0, column 1 is out of range");
  await expect(model.fit(x, [1, 2])).rejects.toThrow("ctc expects label ids int32[batch, labels], rows filled up with 0");
  await expect(
    model.fit(x, [[1], [2]], {
      sampleWeight: [
        [1, 1, 1],
        [1, 1, 1],
      ],
    }),
  ).rejects.toThrow("does not fit the losses");
  model.compile({ optimizer: "sgd", loss: "ctc" });
  expect(
    (
      await model.evaluate(
        x,
        [
          [1, 2],
          [2, 0],
        ],
        { sampleWeight: [1, 0] },
      )
    )["loss"],
  ).toBeGreaterThan(0);
});
