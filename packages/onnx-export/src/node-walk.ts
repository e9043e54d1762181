import type { AttributeValue, GraphProto, NodeProto } from "@tidu/onnx-format";

/** Operators whose outputs may all be left out. */
const optionalOutputs: ReadonlySet<string> = new Set(["GRU", "LSTM", "RNN"]);

/** The nodes without those that no output needs, and without outputs that are optional and not needed. */
export const pruned = (nodes: readonly NodeProto[], outputs: readonly string[]): readonly NodeProto[] => {
  const needed = new Set(outputs);
  const kept: NodeProto[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const name of namesRead(node)) needed.add(name);
    kept.push(optionalOutputs.has(node.opType) ? { ...node, outputs: outputsIn(needed, node) } : node);
  }
  return kept.toReversed();
};

const outputsIn = (needed: ReadonlySet<string>, { outputs }: NodeProto): readonly string[] =>
  outputs.slice(0, outputs.findLastIndex((output) => needed.has(output)) + 1).map((output) => (needed.has(output) ? output : ""));

/** Every name that a node reads, inner graphs included. */
export const namesRead = (node: NodeProto): readonly string[] => [
  ...node.inputs,
  ...innerGraphs(node).flatMap(({ nodes, outputs }) => [...nodes.flatMap(namesRead), ...outputs.map(({ name }) => name)]),
];

/** The nodes with other names for some values, in inner graphs too. */
export const renamed = (nodes: readonly NodeProto[], names: ReadonlyMap<string, string>): readonly NodeProto[] => {
  const rename = (name: string): string => names.get(name) ?? name;
  const renameGraph = (graph: GraphProto): GraphProto => ({ ...graph, nodes: graph.nodes.map(renameNode) });
  const renameAttribute = (attribute: AttributeValue): AttributeValue =>
    attribute.type === "graph" ? { type: "graph", value: renameGraph(attribute.value) } : attribute;
  const renameNode = (node: NodeProto): NodeProto => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    ...(node.attributes && {
      attributes: Object.fromEntries(Object.entries(node.attributes).map(([key, value]) => [key, renameAttribute(value)])),
    }),
  });
  return nodes.map(renameNode);
};

const innerGraphs = ({ attributes = {} }: NodeProto): readonly GraphProto[] =>
  Object.values(attributes).flatMap((attribute) => (attribute.type === "graph" ? [attribute.value] : []));
