import { inputsOf, mapInputs } from "./graph.ts";
import type { Graph, Node, ValueId } from "./graph.ts";
import { applyNamed } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";

/** Builds the tensors that a graph computes from `inputs`: the inverse of tracing. */
export function instantiate(graph: Graph, inputs: readonly Tensor[]): readonly Tensor[] {
  const values = instantiateAll(graph, inputs);
  return graph.outputs.map((value) => valueOf(values, value));
}

/** Every value of the graph as a tensor. */
export function instantiateAll(graph: Graph, inputs: readonly Tensor[]): readonly Tensor[] {
  const values: Tensor[] = [...inputs];
  if (inputs.length !== graph.inputs.length)
    throw new Error(`instantiate: the graph takes ${graph.inputs.length} inputs, received ${inputs.length}.`);
  for (const node of graph.nodes) values.push(...instantiateNode(node, values));
  return values;
}

/** The outputs of one node, given the tensors of all values before it. */
export const instantiateNode = (node: Node, values: readonly Tensor[]): readonly Tensor[] =>
  applyNamed(
    node.op,
    mapInputs(node.inputs, (value) => valueOf(values, value)),
    node.params,
    node.scope,
  );

function valueOf(values: readonly Tensor[], value: ValueId): Tensor {
  const found = values[value];
  if (found === undefined) throw new Error(`instantiate: value %${value} is used before it is computed.`);
  return found;
}

/** Which values depend on `from`. */
export function dependents(graph: Graph, from: Iterable<ValueId>): ReadonlySet<ValueId> {
  const reached = new Set(from);
  for (const node of graph.nodes) {
    if (inputsOf(node.inputs).some((value) => reached.has(value))) for (const output of node.outputs) reached.add(output);
  }
  return reached;
}
