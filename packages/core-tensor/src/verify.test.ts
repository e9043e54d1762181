import { expect, test } from "vitest";
import type { Graph, Node } from "./graph.ts";
import { relu } from "./functions/activation.ts";
import type { CallParams } from "./ops/control.ts";
import type { TensorSpec } from "./spec.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";

const legal = trace((x: Tensor, y: Tensor) => x.add(y).exp(), [{ shape: ["batch", 2] }, { shape: [2] }], ["x", "y"]);
const row: TensorSpec = { dtype: "float32", shape: [2] };

/** The legal graph with one node changed. */
const withNode = (position: number, change: Partial<Node>): Graph => ({
  ...legal,
  nodes: legal.nodes.map((node, i) => (i === position ? { ...node, ...change } : node)),
});

test("a traced graph is legal", () => {
  expect(() => verify(legal)).not.toThrow();
});

test.each<readonly [string, Graph, string]>([
  ["an op that does not exist", withNode(1, { op: "expp" }), "graph: node 1 (expp): no such op."],
  ["an input with another name", withNode(1, { inputs: { y: 2 } }), "node 1 (exp): expected inputs x, received y."],
  ["a missing input", withNode(0, { inputs: { a: 0 } }), "node 0 (add): expected inputs a, b, received a."],
  ["a value read before it is computed", withNode(0, { inputs: { a: 0, b: 3 } }), "node 0 (add): reads %3 before it is computed."],
  ["a value that does not exist", withNode(0, { inputs: { a: 0, b: -1 } }), "node 0 (add): reads %-1 before it is computed."],
  ["inputs that the op refuses", withNode(1, { op: "logicalNot" }), "logicalNot: expected bool, received float32[batch, 2]."],
  ["outputs out of order", withNode(1, { outputs: [4] }), "node 1 (exp): output %4 is out of order."],
  ["too many outputs", withNode(1, { outputs: [3, 4] }), "node 1 (exp): has 2 outputs, its op gives 1."],
  [
    "a spec that the op does not give",
    { ...legal, specs: legal.specs.with(3, row) },
    "node 1 (exp): output %3 is float32[2], its op gives float32[batch, 2].",
  ],
  [
    "an input whose value has another spec",
    { ...legal, specs: legal.specs.with(0, row) },
    "input x is float32[batch, 2] but its value is float32[2].",
  ],
  ["specs of no value", { ...legal, specs: [...legal.specs, row] }, "graph: has 5 specs for 4 values."],
  ["a result that does not exist", { ...legal, outputs: [4] }, "graph: returns %4, which does not exist."],
  ["results without names", { ...legal, outputNames: [] }, "graph: has 0 names for 1 outputs."],
])("%s is refused", (_, graph, message) => {
  expect(() => verify(graph)).toThrow(message);
});

test("inner graphs are checked, and the error says where", () => {
  const graph = trace((x: Tensor) => relu(x), [{ shape: [2] }]);
  const [call] = graph.nodes;
  const params = call?.params as CallParams;
  const broken = { ...params.body, nodes: params.body.nodes.map((node) => ({ ...node, op: "maximumm" })) };
  const nodes = graph.nodes.map((node) => ({ ...node, params: { ...params, body: broken } }));
  expect(() => verify({ ...graph, nodes })).toThrow("graph: node 0 (call): node 0 (maximumm): no such op.");
});
