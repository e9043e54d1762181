import { concat, composite, iota, relu, scan, softmax, tensor, tensorData, trace } from "@tidu/core-tensor";
import type { CallOptions, Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { decodeModel, encodeModel } from "@tidu/onnx-format";
import { printOnnx } from "./print-onnx.ts";
import { toOnnx } from "./to-onnx.ts";

const dense = trace(
  (x: Tensor, kernel: Tensor, bias: Tensor) => softmax(relu(x.matmul(kernel).add(bias))),
  [{ shape: ["batch", 4] }, { shape: [4, 3] }, { shape: [3] }],
  ["x", "dense/kernel", "dense/bias"],
);

test("a layer with a free batch size", () => {
  expect(printOnnx(toOnnx(dense, { name: "dense" }))).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, producer: tidu)
    graph dense(x: float32[batch, 4], dense/kernel: float32[4, 3], dense/bias: float32[3]) → (output: float32[batch, 3])
      MatMul = MatMul(x, dense/kernel)
      Add = Add(MatMul, dense/bias)
      relu/Relu = Relu(Add)
      output = Softmax(relu/Relu) { axis: 1 }"
  `);
});

test("weights given as constants keep their names and are no inputs", () => {
  const constants = new Map([
    [1, tensorData(new Float32Array(12), [4, 3])],
    [2, tensorData(new Float32Array(3), [3])],
  ]);
  const { graph } = toOnnx(dense, { constants });
  expect(graph.inputs.map(({ name }) => name)).toEqual(["x"]);
  expect(graph.initializers.map(({ name, shape }) => [name, shape])).toEqual([
    ["dense/kernel", [4, 3]],
    ["dense/bias", [3]],
  ]);
});

test("metadata, producer and versions", () => {
  const model = decodeModel(encodeModel(toOnnx(dense, { metadata: { author: "Ada" }, docString: "iris", producerVersion: "0.1.0" })));
  expect(model).toMatchObject({
    irVersion: 10,
    opsets: [{ domain: "", version: 21 }],
    producerName: "tidu",
    producerVersion: "0.1.0",
    docString: "iris",
    metadata: { author: "Ada" },
  });
});

test("a loop reads what it captures from the graph around it", () => {
  const graph = trace(
    (state: Tensor, rows: Tensor, w: Tensor) => {
      const [last, all] = scan(
        (h: Tensor, x: Tensor) => {
          const next = h.matmul(w).add(x);
          return [next, { next, x }];
        },
        state,
        rows,
      );
      return { last, ...all };
    },
    [{ shape: [1, 2] }, { shape: ["steps", 1, 2] }, { shape: [2, 2] }],
    ["state", "rows", "w"],
  );
  expect(printOnnx(toOnnx(graph))).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, producer: tidu)
    graph graph(state: float32[1, 2], rows: float32[steps, 1, 2], w: float32[2, 2]) → (last: float32[1, 2], next: float32[steps, 1, 2], x: float32[steps, 1, 2])
      last, next, x = Scan(state, rows) { num_scan_inputs: 1 }
        body: graph body(carry: float32[1, 2], x_1: float32[1, 2]) → (Add: float32[1, 2], Identity: float32[1, 2], Identity_1: float32[1, 2])
          MatMul = MatMul(carry, w)
          Add = Add(MatMul, x_1)
          Identity = Identity(Add)
          Identity_1 = Identity(x_1)"
  `);
});

test("a loop without rows gets some, and one of no step vanishes", () => {
  const count = (length: number) => trace((x: Tensor) => scan((h: Tensor) => [h.add(1), h], x, [], { length }), [{ shape: [] }]);
  expect(toOnnx(count(3)).graph.nodes.map(({ opType }) => opType)).toEqual(["ConstantOfShape", "Scan"]);
  expect(toOnnx(count(0)).graph.nodes.map(({ opType }) => opType)).toEqual(["Identity", "Identity"]);
});

test("outputs are distinct, even when they are inputs, constants or each other", () => {
  const graph = trace(
    (x: Tensor) => {
      const y = x.neg();
      return { x, y, again: y, one: tensor([1]) };
    },
    [{ shape: [2] }],
    ["x"],
  );
  expect(printOnnx(toOnnx(graph))).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, producer: tidu)
    graph graph(x: float32[2]) → (x_1: float32[2], y: float32[2], again: float32[2], one: float32[1])
      constant: float32[1] = [1]
      y = Neg(x)
      x_1 = Identity(x)
      again = Identity(y)
      one = Identity(constant)"
  `);
});

test("sizes that are not copied from a shape are computed from the inputs' shapes", () => {
  const graph = trace(
    (x: Tensor, y: Tensor) =>
      concat([x, y])
        .add(iota(x.shape[0] ?? 0, "float32").sum())
        .reshape([2, -1, 3]),
    [{ shape: ["n", 6] }, { shape: ["n", 6] }],
  );
  expect(printOnnx(toOnnx(graph))).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, producer: tidu)
    graph graph(arg0: float32[n, 6], arg1: float32[n, 6]) → (output: float32[2, 2 * n, 3])
      float32_0: float32[] = 0
      float32_1: float32[] = 1
      ints_0: int64[1] = [0]
      ints_2_-1_3: int64[3] = [2, -1, 3]
      sizes/Shape = Shape(arg0) { start: 0, end: 1 }
      Concat = Concat(arg0, arg1) { axis: 0 }
      Squeeze = Squeeze(sizes/Shape)
      Cast = Cast(Squeeze) { to: 1 }
      Range = Range(float32_0, Cast, float32_1)
      ReduceSum = ReduceSum(Range, ints_0) { keepdims: 0 }
      Add = Add(Concat, ReduceSum)
      output = Reshape(Add, ints_2_-1_3)"
  `);
});

test("a size that no input shows is an error that names it", () => {
  const graph = trace((x: Tensor) => iota(x.shape[0] ?? 0), [{ shape: ["n"] }]);
  const hidden = {
    ...graph,
    inputs: [],
    specs: graph.specs.slice(1),
    nodes: graph.nodes.map((node) => ({ ...node, outputs: [0] })),
    outputs: [0],
  };
  expect(() => toOnnx(hidden)).toThrow('toOnnx: the size "n" cannot be read off the shape of any input.');
});

test("a composite that ONNX does not know is written out under its name", () => {
  const cube = (x: Tensor) => composite({ name: "cube", body: (x) => x.mul(x).mul(x) }, x);
  const { nodes } = toOnnx(trace((x: Tensor) => cube(x), [{ shape: [2] }])).graph;
  expect(nodes.map(({ name }) => name)).toEqual(["cube/Mul", "cube/Mul_1"]);
});

test("equal constants are written once", () => {
  const graph = trace(
    (x: Tensor) =>
      x
        .add(2)
        .mul(2)
        .sub(tensor([2])),
    [{ shape: [3] }],
  );
  expect(toOnnx(graph).graph.initializers.map(({ shape }) => shape)).toEqual([[], [1]]);
});

test("composites that ONNX knows become one operator", () => {
  const written = (name: string, options: CallOptions = {}) => {
    const graph = trace((x: Tensor) => composite({ name, options, body: (x) => x.neg() }, x), [{ shape: [2] }], ["x"]);
    return printOnnx(toOnnx(graph)).split("\n").at(-1);
  };
  expect([
    written("relu"),
    written("leakyRelu", { negativeSlope: 0.25 }),
    written("thresholdedRelu", { threshold: 1 }),
    written("elu", { alpha: 0.5 }),
    written("celu", { alpha: 0.5 }),
    written("hardSigmoid", { alpha: 0.25, beta: 0.5 }),
    written("hardSilu"),
    written("hardShrink", { threshold: 0.5 }),
    written("softplus"),
    written("softsign"),
    written("mish"),
    written("gelu", { approximate: true }),
    written("gelu", { approximate: false }),
    written("clip", { low: 0, high: 6 }),
    written("softmax", { axis: 0 }),
    written("logSoftmax", { axis: 0 }),
    written("unheardOf"),
  ]).toMatchInlineSnapshot(`
    [
      "  output = Relu(x)",
      "  output = LeakyRelu(x) { alpha: 0.25 }",
      "  output = ThresholdedRelu(x) { alpha: 1 }",
      "  output = Elu(x) { alpha: 0.5 }",
      "  output = Celu(x) { alpha: 0.5 }",
      "  output = HardSigmoid(x) { alpha: 0.25, beta: 0.5 }",
      "  output = HardSwish(x)",
      "  output = Shrink(x) { bias: 0, lambd: 0.5 }",
      "  output = Softplus(x)",
      "  output = Softsign(x)",
      "  output = Mish(x)",
      "  output = Gelu(x) { approximate: "tanh" }",
      "  output = Gelu(x) { approximate: "none" }",
      "  output = Clip(x, float32_0, float32_6)",
      "  output = Softmax(x) { axis: 0 }",
      "  output = LogSoftmax(x) { axis: 0 }",
      "  output = Neg(x)",
    ]
  `);
});

test("layer normalization is one operator where it covers the last axes", () => {
  const written = (axes: readonly number[]) => {
    const options = { axes, epsilon: 0.001, scale: false, center: true };
    const call = { name: "layerNormalization", options, body: (x: Tensor, beta: Tensor) => x.add(beta) };
    const shapes = [{ shape: ["batch", 3, 4] }, { shape: [4] }];
    return printOnnx(toOnnx(trace((x: Tensor, beta: Tensor) => composite(call, x, beta), shapes, ["x", "beta"])))
      .split("\n")
      .at(-1);
  };
  expect(written([2])).toBe("  output = LayerNormalization(x, layerNormalization/constant, beta) { axis: -1, epsilon: 0.001 }");
  expect(written([1])).toBe("  output = Add(x, beta)");
});
