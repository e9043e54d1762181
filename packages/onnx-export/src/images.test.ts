import { averagePool, composite, conv, grad, maxPool, relu, resize, tensorData, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { randomValues } from "@tidu/testing";
import { expect, test } from "vitest";
import { printOnnx } from "./print-onnx.ts";
import { toOnnx } from "./to-onnx.ts";

const lines = (graph: Parameters<typeof toOnnx>[0], constants = new Map<number, ReturnType<typeof tensorData>>()): readonly string[] =>
  printOnnx(toOnnx(graph, { constants })).split("\n").slice(2);

test("a network of images with channels last turns its input once, and its filters while it is written", () => {
  const network = (x: Tensor, kernel: Tensor, bias: Tensor, second: Tensor): Tensor =>
    averagePool(conv(maxPool(relu(conv(x, kernel, { padding: "same" }).add(bias)), 2), second, { strides: 2 }), 2).mean({ axis: [1, 2] });
  const specs = [{ shape: ["batch", 16, 16, 3] }, { shape: [3, 3, 3, 10] }, { shape: [10] }, { shape: [2, 2, 10, 4] }];
  const weights = [randomValues([3, 3, 3, 10], 1), randomValues([10], 2), randomValues([2, 2, 10, 4], 3)];
  const graph = trace(network, specs, ["x", "conv/kernel", "conv/bias", "second/kernel"]);
  expect(lines(graph, new Map(weights.map((value, i) => [i + 1, tensorData(value)] as const)))).toMatchInlineSnapshot(`
    [
      "  conv/bias: float32[10] = 10 elements",
      "  conv/kernel: float32[10, 3, 3, 3] = 270 elements",
      "  second/kernel: float32[4, 10, 2, 2] = 160 elements",
      "  ints_2_3: int64[2] = [2, 3]",
      "  Transpose = Transpose(x) { perm: [0, 3, 1, 2] }",
      "  Conv = Conv(Transpose, conv/kernel, conv/bias) { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }",
      "  relu/Relu = Relu(Conv)",
      "  MaxPool = MaxPool(relu/Relu) { kernel_shape: [2, 2], strides: [2, 2] }",
      "  Conv_1 = Conv(MaxPool, second/kernel) { kernel_shape: [2, 2], strides: [2, 2] }",
      "  AveragePool = AveragePool(Conv_1) { kernel_shape: [2, 2], strides: [2, 2] }",
      "  output = ReduceMean(AveragePool, ints_2_3) { keepdims: 0 }",
    ]
  `);
});

test("a filter that was turned has its numbers in ONNX's order", () => {
  const kernel = tensorData([
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
  ]); // [1, 1, 2, 3]: from 2 channels to 3 filters
  const graph = trace((x: Tensor, kernel: Tensor) => conv(x, kernel), [{ shape: [1, 4, 4, 2] }, kernel], ["x", "kernel"]);
  const [filter] = toOnnx(graph, { constants: new Map([[1, kernel]]) }).graph.initializers;
  expect(filter).toMatchObject({ name: "kernel", shape: [3, 2, 1, 1] });
  expect([...new Float32Array(filter?.rawData?.slice().buffer ?? new ArrayBuffer())]).toEqual([1, 4, 2, 5, 3, 6]);
});

test("channels first needs no transpose; what is 1 or 0 by default stays unsaid", () => {
  const options = { strides: 2, dilations: [1, 2], padding: [[1, 2], 0], groups: 2, dataFormat: "channelsFirst" } as const;
  const graph = trace((x: Tensor, w: Tensor) => conv(x, w, options), [{ shape: [1, 4, 9, 9] }, { shape: [6, 2, 3, 3] }], ["x", "w"]);
  expect(lines(graph)).toEqual([
    "  output = Conv(x, w) { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 0, 2, 0], dilations: [1, 2], group: 2 }",
  ]);
});

test("a bias that another op reads too, or that is not one number per filter, is added", () => {
  const spec = [{ shape: [1, 4, 4, 2] }, { shape: [1, 1, 2, 3] }];
  const twice = (x: Tensor, w: Tensor, b: Tensor): Tensor[] => [conv(x, w).add(b), conv(x, w)];
  expect(lines(trace(twice, [...spec, { shape: [3] }])).filter((line) => line.includes("Add("))).toHaveLength(1);
  const image = (x: Tensor, w: Tensor, b: Tensor): Tensor => conv(x, w).add(b);
  expect(lines(trace(image, [...spec, { shape: [4, 1] }])).filter((line) => line.includes("Add("))).toHaveLength(1);
});

test("the gradient in the image reverses the filter at stride 1, and is a ConvTranspose else", () => {
  const operators = (strides: number): readonly string[] => {
    const options = { strides, dataFormat: "channelsFirst" } as const;
    const gradient = (x: Tensor, w: Tensor): Tensor => grad((x: Tensor) => conv(x, w, options).square().sum())(x);
    return toOnnx(trace(gradient, [{ shape: [1, 2, 6, 6] }, { shape: [3, 2, 3, 3] }])).graph.nodes.map(({ opType }) => opType);
  };
  expect(operators(1).filter((op) => op.startsWith("Conv"))).toEqual(["Conv", "Conv"]);
  expect(operators(2).filter((op) => op.startsWith("Conv"))).toEqual(["Conv", "ConvTranspose"]);
});

test("batch normalization is one operator, on axis 1 or by way of rows", () => {
  const features = Array.from({ length: 4 }, () => ({ shape: [5] }));
  const written = (axis: number, shape: readonly (number | string)[]): readonly string[] => {
    const call = { name: "batchNormalization", options: { axis, epsilon: 0.5, scale: true, center: true } };
    const body = (x: Tensor, ...weights: Tensor[]): Tensor => composite({ ...call, body: (x) => x.neg() }, x, ...weights);
    return lines(trace(body, [{ shape }, ...features], ["x", "mean", "variance", "gamma", "beta"]));
  };
  expect(written(1, ["batch", 5, 2, 2])).toEqual(["  output = BatchNormalization(x, gamma, beta, mean, variance) { epsilon: 0.5 }"]);
  expect(written(2, ["batch", 3, 5])).toMatchInlineSnapshot(`
    [
      "  ints_-1_5: int64[2] = [-1, 5]",
      "  ints_-1_3_5: int64[3] = [-1, 3, 5]",
      "  batchNormalization/Reshape = Reshape(x, ints_-1_5)",
      "  batchNormalization/BatchNormalization = BatchNormalization(batchNormalization/Reshape, gamma, beta, mean, variance) { epsilon: 0.5 }",
      "  output = Reshape(batchNormalization/BatchNormalization, ints_-1_3_5)",
    ]
  `);
  expect(written(2, ["batch", 2, 5, 2])).toEqual(["  output = Neg(x)"]);
});

test("resize is one operator where all runtimes agree on its pixels", () => {
  const operators = (size: number, options: Parameters<typeof resize>[2]): string | undefined => {
    const { nodes } = toOnnx(
      trace((x: Tensor) => resize(x, size, { dataFormat: "channelsFirst", ...options }), [{ shape: ["n", 3, 4, 4] }]),
    ).graph;
    return nodes.find(({ opType }) => opType === "Resize") === undefined ? undefined : nodes.map(({ opType }) => opType).join(" ");
  };
  expect(operators(7, { interpolation: "bilinear" })).toBe("Resize");
  expect(operators(3, { interpolation: "bicubic" })).toBe("Resize");
  expect(operators(8, { interpolation: "nearest" })).toBe("Resize");
  expect(operators(7, { interpolation: "nearest" })).toBeUndefined();
  expect(operators(3, { interpolation: "bilinear", antialias: true })).toBeUndefined();
  expect(operators(7, { interpolation: "lanczos3" })).toBeUndefined();
});
