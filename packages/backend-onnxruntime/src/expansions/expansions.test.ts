import { averagePool, conv, countOps, evaluate, grad, maxPool, relu, sizeOfShape, trace } from "@tidu/core-tensor";
import type { ConvOptions, Graph, Shape, Tensor, TensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { expand } from "../expand.ts";

/** Numbers without a pattern, between -1 and 1. */
const numbers = (shape: readonly number[], seed: number): TensorData => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(
    { length: sizeOfShape(shape) },
    (_, i) => 2 * ((Math.abs(Math.sin((i + 1) * 12.9898 + seed) * 43758.5453) % 1) - 0.5),
  ),
});

/** Checks the expanded graph against the interpreter's own convolutions and pools, and returns it. */
function agrees(graph: Graph, tolerance = 1e-5): Graph {
  const expanded = expand(graph);
  const inputs = graph.inputs.map(({ spec }, i) => numbers(spec.shape.map(Number), i));
  const results = evaluate(expanded, inputs);
  evaluate(graph, inputs).forEach(({ shape, data }, i) => {
    expect(results[i]?.shape).toEqual(shape);
    const expected = Array.from(data, Number);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - Number(results[i]?.data[at]))), 0);
    expect(worst / largest).toBeLessThan(tolerance);
  });
  return expanded;
}

/** The convolution, its gradients, and what they become. */
function expandedConv(x: readonly number[], filter: readonly number[], options: ConvOptions): Readonly<Record<string, number>> {
  const loss = ([image, weights]: readonly [Tensor, Tensor]): Tensor => conv(image, weights, options).square().sum();
  const graph = trace(
    (image: Tensor, weights: Tensor) => [conv(image, weights, options), ...grad(loss)([image, weights])],
    [{ shape: x }, { shape: filter }],
  );
  return countOps(agrees(graph, 3e-5));
}

const plain = ["conv", "convInputGradient", "convFilterGradient"];
const none = (ops: Readonly<Record<string, number>>): void => plain.forEach((op) => expect(ops[op]).toBeUndefined());

test.each([
  [[2, 8, 8, 8], [3, 3, 8, 8], { padding: "same" }],
  [[2, 9, 6, 8], [3, 3, 8, 9], { padding: "same" }],
  [[1, 7, 10, 9], [3, 3, 9, 8], {}],
  [
    [2, 5, 5, 8],
    [3, 3, 8, 8],
    {
      padding: [
        [2, 0],
        [1, 2],
      ],
    },
  ],
  [[2, 8, 8, 6], [8, 8, 3, 3], { padding: "same", dataFormat: "channelsFirst" }],
] satisfies readonly (readonly [number[], number[], ConvOptions])[])(
  "3×3 of stride 1 becomes Winograd: %j, %j, %j",
  (x, filter, options) => {
    const ops = expandedConv(x, filter, options);
    none(ops);
    expect(ops["matmul"]).toBeGreaterThan(9);
  },
);

test.each([
  [[2, 8, 8, 1], [3, 3, 1, 4], {}],
  [[2, 8, 7, 3], [3, 3, 3, 8], { padding: "same" }],
  [[2, 8, 7, 6], [3, 3, 6, 5], { padding: "same", strides: 2 }],
  [[2, 9, 9, 6], [3, 3, 6, 8], { strides: 2 }],
  [[2, 9, 8, 6], [1, 1, 6, 5], {}],
  [[2, 9, 8, 6], [1, 1, 6, 5], { strides: 2 }],
  [[2, 9, 9, 5], [2, 3, 5, 6], { dilations: 2 }],
  [
    [1, 11, 11, 3],
    [5, 5, 3, 4],
    {
      strides: 3,
      padding: [
        [2, 1],
        [0, 2],
      ],
    },
  ],
  [[2, 12, 5], [3, 5, 6], { padding: "causal", dilations: 2 }],
  [[1, 4, 5, 6, 5], [2, 3, 2, 5, 6], { strides: [1, 2, 2], padding: "same" }],
  [[2, 3, 9, 8], [5, 3, 3, 3], { padding: "same", strides: 2, dataFormat: "channelsFirst" }],
] satisfies readonly (readonly [number[], number[], ConvOptions])[])("others become columns: %j, %j, %j", (x, filter, options) =>
  none(expandedConv(x, filter, options)),
);

test("groups stay a convolution", () => {
  expect(expandedConv([1, 5, 5, 4], [3, 3, 2, 4], { groups: 2 })).toMatchObject({ conv: 2 });
});

test("a filter that is known stays a convolution", () => {
  const filter = numbers([3, 3, 8, 8], 1);
  const graph = trace((x: Tensor, weights: Tensor) => conv(x, weights), [{ shape: [1, 6, 6, 8] }, { shape: [3, 3, 8, 8] }]);
  const baked: Graph = {
    ...graph,
    nodes: [{ op: "constant", inputs: {}, params: { value: filter }, outputs: [graph.specs.length], scope: "" }, ...graph.nodes].map(
      (node) => (node.op === "conv" ? { ...node, inputs: { ...node.inputs, filter: graph.specs.length } } : node),
    ),
    specs: [...graph.specs, { shape: [3, 3, 8, 8], dtype: "float32" }],
  };
  expect(countOps(expand(baked))).toMatchObject({ conv: 1 });
});

test.each([
  [[2, 8, 6, 3], 2],
  [
    [2, 7, 9, 3],
    [2, 3],
  ],
  [[2, 8, 3], 2],
] as const)("max pools without overlap compare pixels: %j, %j", (shape: readonly number[], size) => {
  const graph = trace((x: Tensor) => [maxPool(x, size), grad((y: Tensor) => maxPool(y, size).square().sum())(x)], [{ shape }]);
  const ops = countOps(agrees(graph, 1e-7));
  expect([ops["maxPool"], ops["maxPoolGradient"]]).toEqual([undefined, undefined]);
});

test("the first of equal pixels gets it all", () => {
  const graph = trace((x: Tensor) => grad((y: Tensor) => maxPool(y, 2).sum())(x), [{ shape: [1, 2, 4, 1] as Shape }]);
  const x: TensorData = { dtype: "float32", shape: [1, 2, 4, 1], data: Float32Array.of(1, 1, 0, 2, 1, 1, 2, 2) };
  expect(evaluate(expand(graph), [x])[0]?.data).toEqual(Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0)); // by hand
});

test("a network of convolutions moves nothing between its layers", () => {
  const shapes: readonly Shape[] = [[2, 8, 8, 8], [3, 3, 8, 8], [8], [3, 3, 8, 8]];
  const net = (x: Tensor, w1: Tensor, b: Tensor, w2: Tensor): Tensor =>
    maxPool(relu(conv(relu(conv(x, w1, { padding: "same" }).add(b)), w2, { padding: "same" })), 2);
  const graph = trace(
    (x: Tensor, w1: Tensor, b: Tensor, w2: Tensor) =>
      grad(([w1, b, w2]: readonly [Tensor, Tensor, Tensor]) => net(x, w1, b, w2).square().sum())([w1, b, w2]),
    shapes.map((shape) => ({ shape })),
  );
  const { transpose, reindex } = countOps(agrees(graph, 3e-5));
  expect({ transpose, reindex }).toMatchInlineSnapshot(`
    {
      "reindex": 8,
      "transpose": 4,
    }
  `);
});

test("sizes that are free stay with onnxruntime's operators where rows would have to be counted", () => {
  const graph = trace(
    (x: Tensor, w: Tensor) => averagePool(conv(x, w, { strides: 2 }), 2),
    [{ shape: ["batch", 9, 9, 8] }, { shape: [3, 3, 8, 8] }],
  );
  expect(countOps(expand(graph))).toMatchObject({ conv: 1 });
});
