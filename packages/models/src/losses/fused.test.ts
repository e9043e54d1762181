import { grad, inlineCalls, isNode, simplify, softmax, tensor, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { binaryCrossentropy } from "./binary-crossentropy.ts";
import { categoricalCrossentropy } from "./categorical-crossentropy.ts";
import type { Loss } from "./loss.ts";
import { meanSquaredError } from "./mean-squared-error.ts";
import { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

const claimed = new Set(["softmax", "logSoftmax", "softplus"]);

/** The operations an engine runs for the loss of a batch and its gradient, where it knows softmax and softplus. */
const operations = (
  loss: Loss,
  activation: (z: Tensor) => Tensor,
  z: readonly number[],
  y: { readonly shape: readonly number[]; readonly dtype?: "int32" },
): readonly string[] => {
  const mean = (z: Tensor, y: Tensor): Tensor => loss.perExample(y, activation(z)).mean();
  const graph = trace((z: Tensor, y: Tensor) => [mean(z, y), grad(mean)(z, y)], [{ shape: z }, y]);
  const { nodes } = simplify(inlineCalls(simplify(graph), ({ name }) => claimed.has(name)));
  return nodes.filter(({ op }) => op !== "constant").map((node) => (isNode(node, "call") ? node.params.name : node.op));
};

test("binary cross-entropy behind a sigmoid runs on logits", () => {
  expect(operations(binaryCrossentropy(), (z) => z.sigmoid(), [4, 1], { shape: [4, 1] })).toMatchInlineSnapshot(`
    [
      "softplus",
      "mul",
      "sub",
      "sum",
      "div",
      "sigmoid",
      "sub",
      "mul",
    ]
  `);
});

test("sparse cross-entropy behind a softmax runs on logits", () => {
  expect(operations(sparseCategoricalCrossentropy(), softmax, [8, 3], { shape: [8], dtype: "int32" })).toMatchInlineSnapshot(`
    [
      "logSoftmax",
      "reshape",
      "takeAlongAxis",
      "neg",
      "sum",
      "div",
      "softmax",
      "scatterAddAlongAxis",
      "mul",
    ]
  `);
});

test("an ignored class costs nothing for each class of a large vocabulary", () => {
  const ignoring = sparseCategoricalCrossentropy({ ignoreClass: -1 });
  expect(operations(ignoring, softmax, [2, 5, 1000], { shape: [2, 5], dtype: "int32" })).toMatchInlineSnapshot(`
    [
      "equal",
      "logicalNot",
      "where",
      "logSoftmax",
      "reshape",
      "takeAlongAxis",
      "neg",
      "reshape",
      "where",
      "sum",
      "div",
      "softmax",
      "scatterAddAlongAxis",
      "where",
      "reshape",
      "mul",
    ]
  `);
});

test("categorical cross-entropy behind a softmax runs on logits", () => {
  expect(operations(categoricalCrossentropy(), softmax, [8, 3], { shape: [8, 3] })).toMatchInlineSnapshot(`
    [
      "logSoftmax",
      "mul",
      "sum",
      "neg",
      "sum",
      "div",
      "softmax",
      "sum",
      "mul",
      "sub",
      "mul",
    ]
  `);
});

test("the mean squared error of one unit costs few operations", () => {
  expect(operations(meanSquaredError(), (z) => z, [4, 1], { shape: [4, 1] })).toMatchInlineSnapshot(`
    [
      "sub",
      "mul",
      "sum",
      "div",
      "mul",
    ]
  `);
});

test("losses behind an activation stay finite far out, and their gradients do not vanish", async () => {
  const z = tensor([[200, -200, 0]]);
  const sparse = (z: Tensor): Tensor =>
    sparseCategoricalCrossentropy()
      .perExample(tensor([1], [1], "int32"), softmax(z))
      .sum();
  expect(await sparse(z).item()).toBe(400); // log(e^200 + e^-200 + 1) − (−200)
  expect(await grad(sparse)(z).array()).toEqual([[1, -1, 0]]);
  const binary = (z: Tensor): Tensor =>
    binaryCrossentropy()
      .perExample(tensor([[1]]), z.sigmoid())
      .sum();
  expect(await binary(tensor([[-150]])).item()).toBe(150);
  expect(await grad(binary)(tensor([[-150]])).array()).toEqual([[-1]]);
});

test("rows that get their time axis back behind the activation run on logits too", async () => {
  const z = tensor([
    [300, 0],
    [0, 300],
  ]);
  const y = tensor([[0, 0]], undefined, "int32");
  const steps = (z: Tensor): Tensor =>
    sparseCategoricalCrossentropy()
      .perExample(y, softmax(z).reshape([1, 2, 2]))
      .sum();
  expect([await steps(z).item(), await grad(steps)(z).array()]).toEqual([
    300,
    [
      [0, 0],
      [-1, 1],
    ],
  ]); // by hand
  const binary = (z: Tensor): Tensor =>
    binaryCrossentropy()
      .perExample(tensor([[[1], [0]]]), z.sigmoid().reshape([1, 2, 1]))
      .sum();
  expect(await binary(tensor([[-200], [100]])).item()).toBe(300);
  const mixed = sparseCategoricalCrossentropy().perExample(tensor([1], undefined, "int32"), softmax(z).reshape([1, 4]));
  expect(await mixed.item()).toBeCloseTo(-Math.log(1e-7), 3); // other rows: these are no logits of four classes
});

test("softmax over another axis is not taken for one over the classes", async () => {
  const z = tensor([
    [1, 2],
    [3, 5],
  ]);
  const y = tensor([0, 1], [2], "int32");
  const overRows = await sparseCategoricalCrossentropy().perExample(y, softmax(z, 0)).data();
  const p = [
    [1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(3))],
    [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(-3))],
  ];
  [0, 1].forEach((row) =>
    expect(Number(overRows[row])).toBeCloseTo(-Math.log((p[row]?.[row] ?? 0) / ((p[row]?.[0] ?? 0) + (p[row]?.[1] ?? 0))), 5),
  );
});

test("fromLogits on an output that holds probabilities is refused", () => {
  const z = tensor([[1, 2, 3]]);
  expect(() => sparseCategoricalCrossentropy({ fromLogits: true }).perExample(tensor([1], [1], "int32"), softmax(z))).toThrow(
    "fromLogits is true, but the output is made by softmax",
  );
  expect(() => binaryCrossentropy({ fromLogits: true }).perExample(z, z.sigmoid())).toThrow("made by sigmoid");
});
