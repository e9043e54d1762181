import { inputsOf, mapInputs, specOf } from "./graph.ts";
import type { Graph } from "./graph.ts";
import { ops } from "./ops/index.ts";
import type { OpName } from "./ops/index.ts";
import { isGraph } from "./print-graph.ts";
import { printSpec, sameSpec } from "./spec.ts";
import type { TensorSpec } from "./spec.ts";

/**
 * Checks that a graph is legal: every value is defined once and before its use, every node has the inputs that its op names,
 * and every spec is what the op infers. Inner graphs too.
 *
 * @throws naming the node and what is wrong with it
 */
export function verify(graph: Graph, where = "graph"): void {
  let next = graph.inputs.length;
  graph.inputs.forEach(({ name, spec }, i) => {
    const given = graph.specs[i];
    if (given === undefined || !sameSpec(given, spec))
      throw new Error(
        `${where}: input ${name} is ${printSpec(spec)} but its value is ${given === undefined ? "missing" : printSpec(given)}.`,
      );
  });
  for (const [position, node] of graph.nodes.entries()) {
    const at = `${where}: node ${position} (${node.op}${node.scope === "" ? "" : ` of ${node.scope}`})`;
    const definition:
      | { readonly inputs: readonly string[]; readonly infer: (inputs: never, params: never) => readonly TensorSpec[] }
      | undefined = ops[node.op as OpName];
    if (definition === undefined) throw new Error(`${at}: no such op.`);
    const expected = definition.inputs.map((name) => name.replace("[]", "")).toSorted();
    const received = Object.keys(node.inputs).toSorted();
    if (expected.join() !== received.join())
      throw new Error(`${at}: expected inputs ${expected.join(", ")}, received ${received.join(", ")}.`);
    for (const value of inputsOf(node.inputs))
      if (value < 0 || value >= next) throw new Error(`${at}: reads %${value} before it is computed.`);
    const specs = definition.infer(mapInputs(node.inputs, (value) => specOf(graph, value)) as never, node.params as never);
    if (specs.length !== node.outputs.length) throw new Error(`${at}: has ${node.outputs.length} outputs, its op gives ${specs.length}.`);
    node.outputs.forEach((value, i) => {
      const spec = specs[i];
      if (value !== next++) throw new Error(`${at}: output %${value} is out of order.`);
      if (spec === undefined || !sameSpec(spec, specOf(graph, value))) {
        throw new Error(
          `${at}: output %${value} is ${printSpec(specOf(graph, value))}, its op gives ${spec === undefined ? "nothing" : printSpec(spec)}.`,
        );
      }
    });
    for (const inner of Object.values(node.params ?? {})) if (isGraph(inner)) verify(inner, at);
  }
  if (graph.specs.length !== next) throw new Error(`${where}: has ${graph.specs.length} specs for ${next} values.`);
  if (graph.outputNames.length !== graph.outputs.length)
    throw new Error(`${where}: has ${graph.outputNames.length} names for ${graph.outputs.length} outputs.`);
  for (const value of graph.outputs) if (value < 0 || value >= next) throw new Error(`${where}: returns %${value}, which does not exist.`);
}
