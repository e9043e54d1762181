import { expect, test } from "vitest";
import { grad } from "./autodiff.ts";
import { collect } from "./collect.ts";
import { topK } from "./functions/indexing.ts";
import { concat } from "./functions/shaping.ts";
import { instantiate } from "./instantiate.ts";
import { interpreterBackend } from "./evaluate/backend.ts";
import { jit } from "./jit.ts";
import { fromDevice, placeholder, tensor } from "./leaf-tensors.ts";
import { printGraph } from "./print-graph.ts";
import { simplify } from "./passes/simplify.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";

const x = placeholder({ dtype: "float32", shape: [2] }, "x");
const other = placeholder({ dtype: "float32", shape: [2] }, "other");
const large = tensor(new Float32Array(17));

test("an argument of another function is refused, with its name", () => {
  expect(() => collect([x.add(other)], [x])).toThrow(
    'The value of "other" (float32[2]) is not known here: it only stands for an argument while its function is traced. Return what you need from that function instead.',
  );
});

test("a tensor that leaks out of a traced function says so when it is read", async () => {
  const leaked: Tensor[] = [];
  trace(
    (y: Tensor) => {
      leaked.push(y.exp());
      return y;
    },
    [{ shape: [2] }],
    ["y"],
  );
  await expect(leaked[0]?.data()).rejects.toThrow('The value of "y" (float32[2]) is not known here');
});

test("as inputs, values from outside are captured where they cross the border", () => {
  const outside = other.exp().neg();
  const { graph, captures } = collect([x.mul(outside).add(outside)], [x], { captures: "inputs" });
  expect(captures).toHaveLength(1);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(x: float32[2], captured0: float32[2])
      %0: float32[2] = mul(x, captured0)
      %1: float32[2] = add(%0, captured0)
      return %1"
  `);
});

test("small numbers stay constants, large ones are captured", () => {
  const { graph, captures } = collect([x.mul(2), large.add(1)], [x], { captures: "inputs" });
  expect(captures.map(({ spec }) => spec.shape)).toEqual([[17]]);
  expect(graph.nodes.map(({ op }) => op)).toEqual(["constant", "mul"]);
  expect(graph.outputs).toHaveLength(2);
});

test("as constants, buffers of a backend are captured all the same", () => {
  const device = fromDevice(interpreterBackend().upload(Float32Array.of(1, 2), { dtype: "float32", shape: [2] }));
  const { graph, captures } = collect([x.add(device)], [x]);
  expect(captures).toEqual([device]);
  expect(graph.inputs.map(({ name }) => name)).toEqual(["x", "captured0"]);
});

test("one output of an outside node is captured, not the whole node", () => {
  const [values, indices] = topK(other, 1);
  const { graph, captures } = collect([x.add(values).mul(indices.cast("float32"))], [x], { captures: "inputs" });
  expect(captures).toHaveLength(2);
  verify(graph);
});

test("names of captured arguments do not clash", () => {
  const twin = placeholder({ dtype: "float32", shape: [2] }, "x");
  const { graph } = collect([x.add(twin)], [x], { captures: "inputs" });
  expect(new Set(graph.inputs.map(({ name }) => name)).size).toBe(2);
});

test("a value that was computed is a leaf: the graph behind it is gone", async () => {
  const y = tensor([1, 2]).exp();
  await y.data();
  expect(collect([y.neg()], []).graph.nodes.map(({ op }) => op)).toEqual(["constant", "neg"]);
});

test("the values that a loop updates stay leaves", async () => {
  let w = tensor([0]);
  for (let step = 0; step < 3; step++) {
    w = w.add(1);
    await w.data();
  }
  expect(w.source.kind).toBe("data");
  expect(await w.array()).toEqual([3]);
});

/** 50,000 negations: the value again. */
function deep(x: Tensor): Tensor {
  let y = x;
  for (let i = 0; i < 50_000; i++) y = y.neg();
  return y;
}

test("a chain of 50,000 ops is computed", async () => {
  expect(await deep(tensor(3)).item()).toBe(3);
});

test("a chain of 50,000 ops is traced, simplified and built again", async () => {
  const graph = trace(deep, [{ shape: [] }]);
  expect(graph.nodes).toHaveLength(50_000);
  expect(simplify(graph).nodes).toEqual([]);
  expect(await instantiate(graph, [tensor(3)])[0]?.item()).toBe(3);
});

test("a chain of 50,000 ops is differentiated, captured and compiled", async () => {
  const slope = (x: Tensor): Tensor => grad((w: Tensor) => deep(w).mul(deep(x)))(tensor(1));
  expect(await (await jit(slope, { backend: interpreterBackend() })(tensor(3))).item()).toBe(3);
});

test("a node with 200,000 inputs is collected", async () => {
  const one = tensor([1]);
  const many = concat(Array.from({ length: 200_000 }, () => one));
  expect(await many.sum().item()).toBe(200_000);
});
