import { decodeModel, encodeModel, encodeModelFiles } from "@tidu/onnx-format";
import type { GraphProto, ModelProto, TensorProto } from "@tidu/onnx-format";
import { expect, test } from "vitest";
import { inspectOnnx } from "./inspect-onnx.ts";
import { printOnnx } from "./print-onnx.ts";

const tensor = (name: string, type: TensorProto["type"], shape: readonly number[], numbers: ArrayBufferView): TensorProto => ({
  name,
  type,
  shape,
  rawData: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
});

const model = (graph: Partial<GraphProto>): ModelProto => ({
  irVersion: 10,
  opsets: [{ domain: "", version: 21 }],
  graph: { name: "g", inputs: [], outputs: [], initializers: [], nodes: [], ...graph },
});

const body: GraphProto = {
  name: "step",
  inputs: [
    { name: "total", type: "float32", shape: [] },
    { name: "item", type: "float32", shape: [] },
  ],
  outputs: [{ name: "next", type: "float32", shape: [] }],
  initializers: [],
  nodes: [{ opType: "Add", inputs: ["total", "item"], outputs: ["next"] }],
};

const everything: ModelProto = {
  irVersion: 10,
  opsets: [
    { domain: "", version: 21 },
    { domain: "com.example", version: 1 },
  ],
  producerName: "tidu",
  producerVersion: "0.1.0",
  modelVersion: 3,
  docString: "a test",
  metadata: { author: "Ada", license: "Apache-2.0" },
  graph: {
    name: "main",
    inputs: [
      { name: "x", type: "float32", shape: ["batch", 4] },
      { name: "free", type: "int64", shape: [undefined] },
      { name: "anything", type: "bool" },
    ],
    outputs: [{ name: "y", type: "float32", shape: [] }],
    initializers: [
      tensor("kernel", "float32", [4, 3], new Float32Array(12).fill(0.5)),
      tensor("axes", "int64", [2], new BigInt64Array([0n, -1n])),
      tensor("half", "float16", [2], new Uint16Array([0x3c00, 0x4000])),
      { name: "words", type: "string", shape: [2], rawData: new Uint8Array(0), strings: ["a", "ä"] },
    ],
    nodes: [
      { opType: "MatMul", inputs: ["x", "kernel"], outputs: ["h"], name: "dense/matmul" },
      {
        opType: "Everything",
        domain: "com.example",
        inputs: ["h", "", "axes"],
        outputs: ["e", "s"],
        attributes: {
          axis: { type: "int", value: -1 },
          limit: { type: "int", value: 2n ** 63n - 1n },
          alpha: { type: "float", value: 0.5 },
          mode: { type: "string", value: "linear" },
          pads: { type: "ints", value: [0, 1, -1] },
          scales: { type: "floats", value: [1, 0.25] },
          names: { type: "strings", value: ["p", "q"] },
          value: { type: "tensor", value: tensor("", "int32", [], new Int32Array([-7])) },
        },
      },
      {
        opType: "Scan",
        inputs: ["s", "e"],
        outputs: ["y"],
        attributes: { body: { type: "graph", value: body }, num_scan_inputs: { type: "int", value: 1 } },
      },
    ],
  },
};

test("a small model has exactly the bytes that onnx.proto says", () => {
  const bytes = encodeModel(
    model({
      inputs: [{ name: "x", type: "float32", shape: ["n", 2] }],
      outputs: [{ name: "y", type: "float32", shape: ["n", 2] }],
      nodes: [{ opType: "Relu", inputs: ["x"], outputs: ["y"] }],
    }),
  );
  const text = (value: string) => [...new TextEncoder().encode(value)];
  const typeBytes = [0x12, 0x0f, 0x0a, 0x0d, 0x08, 0x01, 0x12, 0x09, 0x0a, 0x03, 0x12, 0x01, ...text("n"), 0x0a, 0x02, 0x08, 0x02]; // type { tensor_type { elem_type, shape } }
  const valueBytes = (name: string) => [0x0a, 0x01, ...text(name), ...typeBytes];
  const node = [0x0a, 0x01, ...text("x"), 0x12, 0x01, ...text("y"), 0x22, 0x04, ...text("Relu")]; // input = 1, output = 2, op_type = 4
  const graph = [0x0a, node.length, ...node, 0x12, 0x01, ...text("g"), 0x5a, 20, ...valueBytes("x"), 0x62, 20, ...valueBytes("y")]; // node 1, name 2, input 11, output 12
  expect([...bytes]).toEqual([0x08, 10, 0x3a, graph.length, ...graph, 0x42, 0x04, 0x0a, 0x00, 0x10, 21]); // ir_version 1, graph 7, opset_import 8
});

test("what is written is read back", () => {
  expect(decodeModel(encodeModel(everything))).toEqual(everything);
});

test("weights are read as views of the file", () => {
  const bytes = encodeModel(everything);
  expect(decodeModel(bytes).graph.initializers[0]?.rawData.buffer).toBe(bytes.buffer);
});

test("the printed form", () => {
  expect(printOnnx(encodeModel(everything))).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, opset: com.example 1, producer: tidu 0.1.0)
    metadata author: "Ada"
    metadata license: "Apache-2.0"
    graph main(x: float32[batch, 4], free: int64[?], anything: bool) → (y: float32[])
      kernel: float32[4, 3] = 12 elements
      axes: int64[2] = [0, -1]
      half: float16[2] = 2 elements
      words: string[2] = [a, ä]
      h = MatMul(x, kernel)
      e, s = com.example.Everything(h, _, axes) { axis: -1, limit: 9223372036854775807, alpha: 0.5, mode: "linear", pads: [0, 1, -1], scales: [1, 0.25], names: ["p", "q"], value: int32[] = -7 }
      y = Scan(s, e) { num_scan_inputs: 1 }
        body: graph step(total: float32[], item: float32[]) → (next: float32[])
          next = Add(total, item)"
  `);
});

test("the summary counts ops in inner graphs and floats in constants", () => {
  const bytes = encodeModel(everything);
  const { inputs, outputs, ...summary } = inspectOnnx(bytes);
  expect(inputs.map(({ name }) => name)).toEqual(["x", "free", "anything"]);
  expect(outputs.map(({ name }) => name)).toEqual(["y"]);
  expect(summary).toEqual({
    irVersion: 10,
    opset: 21,
    opsets: everything.opsets,
    producer: "tidu 0.1.0",
    metadata: { author: "Ada", license: "Apache-2.0" },
    ops: { Add: 1, Everything: 1, MatMul: 1, Scan: 1 },
    parameters: 14, // kernel 12, half 2
    bytes: bytes.length,
  });
});

test("the older typed fields are read", () => {
  // TensorProto { dims: [2], data_type: …, float_data = 4 | int32_data = 5 | int64_data = 7, name: "t" }
  const initializer = (type: number, field: readonly number[]) => {
    const proto = [0x08, 0x02, 0x10, type, ...field, 0x42, 0x01, 0x74];
    const graph = [0x2a, proto.length, ...proto];
    return decodeModel(new Uint8Array([0x08, 0x07, 0x3a, graph.length, ...graph])).graph.initializers[0];
  };
  expect(initializer(1, [0x22, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])).toEqual(tensor("t", "float32", [2], new Float32Array([1, 2])));
  expect(initializer(1, [0x25, 0, 0, 0x80, 0x3f, 0x25, 0, 0, 0, 0x40])).toEqual(tensor("t", "float32", [2], new Float32Array([1, 2]))); // not packed
  expect(initializer(9, [0x2a, 2, 1, 0])).toEqual(tensor("t", "bool", [2], new Uint8Array([1, 0])));
  expect(initializer(6, [0x2a, 11, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1])).toEqual(
    tensor("t", "int32", [2], new Int32Array([3, -1])),
  );
  expect(initializer(7, [0x3a, 3, 0x05, 0x96, 0x01])).toEqual(tensor("t", "int64", [2], new BigInt64Array([5n, 150n])));
});

test("above the threshold weights go into a second file, each at a multiple of 4096", () => {
  const weights = [300, 2000, 10].map((length, index) =>
    tensor(
      `w${index}`,
      "float32",
      [length],
      new Float32Array(length).map((_, place) => place + index),
    ),
  );
  const { model: bytes, externalData } = encodeModelFiles(model({ initializers: weights }), {
    externalDataPath: "model.onnx.data",
    threshold: 5000,
  });
  const read = decodeModel(bytes).graph.initializers;
  expect(read.map(({ external }) => external)).toEqual([
    { location: "model.onnx.data", offset: 0, length: 1200 },
    { location: "model.onnx.data", offset: 4096, length: 8000 },
    undefined, // 40 bytes stay
  ]);
  expect(read[2]).toEqual(weights[2]);
  expect(externalData?.path).toBe("model.onnx.data");
  expect(externalData?.data.length).toBe(4096 + 8000);
  expect(externalData?.data.subarray(4096)).toEqual(weights[1]?.rawData);
  expect(printOnnx(bytes)).toContain("w1: float32[2000] = 2000 elements in model.onnx.data at 4096");
  expect(encodeModelFiles(model({ initializers: weights }), { externalDataPath: "model.onnx.data" }).externalData).toBeUndefined();
});

test("a broken or foreign file says so", () => {
  const bytes = encodeModel(everything);
  expect(() => decodeModel(bytes.subarray(0, bytes.length - 3))).toThrow("broken ONNX file");
  expect(() => decodeModel(bytes.subarray(0, 100))).toThrow("broken ONNX file");
  expect(() => decodeModel(new Uint8Array(0))).toThrow("broken ONNX file: it has no graph");
  expect(() => decodeModel(new TextEncoder().encode("<html>not found</html>"))).toThrow("broken ONNX file");
  expect(() => decodeModel(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toThrow("broken ONNX file");
});
