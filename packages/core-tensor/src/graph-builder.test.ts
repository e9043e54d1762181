import { expect, test } from "vitest";
import { GraphBuilder, inline, rewrite } from "./graph-builder.ts";
import { printGraph } from "./print-graph.ts";
import { literal } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";

const spec = { dtype: "float32", shape: [2] } as const;

test("nodes are added one by one, their specs follow", () => {
  const builder = new GraphBuilder([{ name: "x", spec }]);
  const [x = -1] = builder.inputs;
  const [y = -1] = builder.add("exp", { x });
  const [z = -1] = builder.add("sum", { x: y }, { axes: [0], keepDims: false });
  expect(builder.specOf(z)).toEqual({ dtype: "float32", shape: [] });
  const graph = builder.finish([z], ["total"]);
  verify(graph);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(x: float32[2])
      %0: float32[2] = exp(x)
      %1: float32[] = sum(%0, axes=[0], keepDims=false)
      return %1"
  `);
});

test("an op that does not fit, or a value that is not there, is refused", () => {
  const builder = new GraphBuilder([{ name: "x", spec }]);
  expect(() => builder.add("logicalNot", { x: 0 })).toThrow("logicalNot: expected bool, received float32[2].");
  expect(() => builder.add("exp", { x: 1 })).toThrow("value %1 does not exist yet");
});

test("rewriting replaces the nodes that a visitor wants to replace", () => {
  const graph = trace((x: Tensor) => x.exp().neg().exp(), [{ shape: [2] }]);
  const rewritten = rewrite(graph, (node, inputs, builder) => (node.op === "exp" ? builder.add("tanh", inputs) : undefined));
  verify(rewritten);
  expect(rewritten.nodes.map(({ op }) => op)).toEqual(["tanh", "neg", "tanh"]);
});

test("inlining puts a graph behind other values, under a scope", () => {
  const inner = trace((x: Tensor) => x.mul(literal(2, "float32")), [{ shape: [2] }]);
  const builder = new GraphBuilder([{ name: "x", spec }]);
  const [y = -1] = builder.add("neg", { x: 0 });
  const graph = builder.finish(inline(inner, [y], builder, "twice"), ["y"]);
  verify(graph);
  expect(printGraph(graph, { scopes: true })).toMatchInlineSnapshot(`
    "graph(x: float32[2])
      %0: float32[2] = neg(x)
      %1: float32[] = constant(2)  # twice
      %2: float32[2] = mul(%0, %1)  # twice
      return %2"
  `);
});
