import { expect, test } from "vitest";
import { relu, softmax } from "./functions/activation.ts";
import { topK } from "./functions/indexing.ts";
import { tensor } from "./leaf-tensors.ts";
import { printGraph } from "./print-graph.ts";
import { namedDim } from "./shape/dim.ts";
import type { Tensor } from "./tensor.ts";
import { specsOf, toSpec, trace, traceTree } from "./trace.ts";

test("a dense layer as a graph", () => {
  const graph = trace(
    (x: Tensor, kernel: Tensor, bias: Tensor) => x.matmul(kernel).add(bias),
    [{ shape: ["batch", 784] }, { shape: [784, 10] }, { shape: [10] }],
    ["x", "kernel", "bias"],
  );
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(x: float32[batch, 784], kernel: float32[784, 10], bias: float32[10])
      %0: float32[batch, 10] = matmul(x, kernel)
      %1: float32[batch, 10] = add(%0, bias)
      return %1"
  `);
});

test("a composite is one node with a body", () => {
  expect(printGraph(trace((x: Tensor) => softmax(x), [{ shape: ["batch", 3] }]))).toMatchInlineSnapshot(`
    "graph(arg0: float32[batch, 3])
      %0: float32[batch, 3] = call(arg0, softmax, axis=1)
        body(x: float32[batch, 3])
          %0: float32[batch, 1] = max(x, axes=[1], keepDims=true)
          %1: float32[batch, 3] = sub(x, %0)
          %2: float32[batch, 3] = exp(%1)
          %3: float32[batch, 1] = sum(%2, axes=[1], keepDims=true)
          %4: float32[batch, 3] = div(%2, %3)
          return %4
      return %0"
  `);
});

test("trees go in and out: inputs and outputs are named after their places", () => {
  const graph = trace(
    ({ w, b }: { w: Tensor; b: readonly Tensor[] }, x: Tensor) => ({ y: x.mul(w), more: [x.add(b[0] ?? 0)] }),
    [{ w: { shape: [2] }, b: [{ shape: [] }] }, { shape: [2] }],
    ["weights"],
  );
  expect(graph.inputs.map(({ name }) => name)).toEqual(["weights/w", "weights/b/0", "arg1"]);
  expect(graph.outputNames).toEqual(["y", "more/0"]);
});

test("numbers that the function uses become constants, each one once", () => {
  const table = tensor([1, 2, 3]);
  const graph = trace((x: Tensor) => x.mul(table).add(table), [{ shape: [3] }]);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(arg0: float32[3])
      %0: float32[3] = constant([1,2,3])
      %1: float32[3] = mul(arg0, %0)
      %2: float32[3] = add(%1, %0)
      return %2"
  `);
});

test("what the result does not need is not in the graph", () => {
  const graph = trace(
    (x: Tensor) => {
      x.exp().sum();
      return x;
    },
    [{ shape: [2] }],
  );
  expect(graph.nodes).toEqual([]);
});

test("an op with several outputs is one node", () => {
  const graph = trace((x: Tensor) => topK(x, 2)[1], [{ shape: [5] }]);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(arg0: float32[5])
      %0: float32[2], %1: int32[2] = topK(arg0, k=2, largest=true)
      return %1"
  `);
});

test("a function may return its argument, and a value twice", () => {
  const graph = trace((x: Tensor) => [x, x.neg(), x], [{ shape: [] }], ["x"]);
  expect(graph.outputs).toEqual([0, 1, 0]);
});

test("the structure of the result comes with the graph", () => {
  const { structure, result } = traceTree((x: Tensor) => ({ loss: x, more: [x] }), [{ shape: [] }]);
  expect(structure).toEqual({ loss: null, more: [null] });
  expect(result.loss.shape).toEqual([]);
});

test("an op that does not fit is an error where it is written", () => {
  const multiply = (x: Tensor, w: Tensor): Tensor => relu(x.matmul(w));
  expect(() => trace(multiply, [{ shape: ["batch", 4] }, { shape: [3, 2] }])).toThrow(
    "matmul of float32[batch, 4] and float32[3, 2]: expected equal sizes, received 4 and 3.",
  );
  expect(() => trace((a: Tensor, b: Tensor) => a.add(b), [{ shape: [1] }, { shape: [1], dtype: "int32" }])).toThrow(
    "add: operands are float32[1] and int32[1]. Cast one of them: dtypes are not promoted.",
  );
});

test("specs: names become free sizes, float32 is the default", () => {
  expect(toSpec({ shape: ["batch", 2] })).toEqual({ dtype: "float32", shape: [namedDim("batch"), 2] });
  expect(specsOf({ x: tensor([[1, 2]]) })).toEqual({ x: { dtype: "float32", shape: [1, 2] } });
});

test("a size that is null, as Keras's None would be, is refused with what to write instead", () => {
  const shape: readonly unknown[] = [null, 3];
  expect(() => toSpec({ shape: shape as readonly string[] })).toThrow(
    'axis 0 of [null, 3] is null. Give a free size a name instead: ["time"]',
  );
});
