import { dropDeadCode, inputsOf, isNode, specOf } from "@tidu/core-tensor";
import type { Graph, Node, NodeOf, ValueId } from "@tidu/core-tensor";

/**
 * Gives a convolution that one number per filter is added to a third input, `bias`, in place of the addition: ONNX's Conv adds it
 * itself. The op has no such input, only its lowering has: this is for a graph that is about to be written.
 */
export const addBiasInConv = (graph: Graph): Graph => {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  const reads = new Map<ValueId, number>();
  for (const value of [...graph.nodes.flatMap(({ inputs }) => inputsOf(inputs)), ...graph.outputs]) {
    reads.set(value, (reads.get(value) ?? 0) + 1);
  }
  const biased = (result: ValueId, bias: ValueId, sum: Node): Node | undefined => {
    const conv = makers.get(result);
    if (conv === undefined || !isNode(conv, "conv") || reads.get(result) !== 1 || !isPerFilter(graph, conv, bias)) return undefined;
    return { ...conv, inputs: { ...conv.inputs, bias: vectorOf(bias, makers, graph) }, outputs: sum.outputs };
  };
  const written = graph.nodes.map((node): Node => {
    if (isNode(node, "scan")) return { ...node, params: { ...node.params, body: addBiasInConv(node.params.body) } };
    if (!isNode(node, "add")) return node;
    const { a, b } = node.inputs;
    return biased(a, b, node) ?? biased(b, a, node) ?? node;
  });
  return dropDeadCode({ ...graph, nodes: written });
};

/** Whether a value lies along the filters of a convolution's result and nowhere else. */
const isPerFilter = (graph: Graph, { outputs: [y = -1], params: { dataFormat } }: NodeOf<"conv">, bias: ValueId): boolean => {
  const { shape } = specOf(graph, y);
  const sizes = specOf(graph, bias).shape;
  const filters = dataFormat === "channelsLast" ? shape.length - 1 : 1;
  const offset = shape.length - sizes.length;
  return sizes[filters - offset] === shape[filters] && sizes.every((size, axis) => size === 1 || axis + offset === filters);
};

/** What was reshaped into the form of a bias, when it was a vector before. */
const vectorOf = (bias: ValueId, makers: ReadonlyMap<ValueId, Node>, graph: Graph): ValueId => {
  const maker = makers.get(bias);
  return maker && isNode(maker, "reshape") && specOf(graph, maker.inputs.x).shape.length === 1 ? maker.inputs.x : bias;
};
