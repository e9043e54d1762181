import { dropDeadCode, inputsOf, isNode, specOf } from "@tidu/core-tensor";
import type { Graph, Node, NodeOf, ValueId } from "@tidu/core-tensor";

/**
 * Pairs of ops that ONNX has one operator for: a convolution and a bias, a sum and the division that makes it a mean. The first of
 * the two takes the place of both, with an input `bias` or a param `mean` that only its lowering knows: this is for a graph that is
 * about to be written.
 */
export const inOneNode = (graph: Graph): Graph => {
  const context = contextOf(graph);
  const written = graph.nodes.map((node): Node => {
    if (isNode(node, "scan")) return { ...node, params: { ...node.params, body: inOneNode(node.params.body) } };
    if (isNode(node, "div")) return mean(node, context) ?? node;
    if (!isNode(node, "add")) return node;
    const { a, b } = node.inputs;
    return biased(a, b, node, context) ?? biased(b, a, node, context) ?? node;
  });
  return dropDeadCode({ ...graph, nodes: written });
};

interface Context {
  readonly graph: Graph;
  readonly makerOf: (value: ValueId) => Node | undefined;
  readonly isReadOnce: (value: ValueId) => boolean;
}

const contextOf = (graph: Graph): Context => {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  const reads = new Map<ValueId, number>();
  for (const value of [...graph.nodes.flatMap(({ inputs }) => inputsOf(inputs)), ...graph.outputs]) {
    reads.set(value, (reads.get(value) ?? 0) + 1);
  }
  return { graph, makerOf: (value) => makers.get(value), isReadOnce: (value) => reads.get(value) === 1 };
};

const biased = (result: ValueId, bias: ValueId, sum: Node, context: Context): Node | undefined => {
  const conv = context.makerOf(result);
  if (conv === undefined || !(isNode(conv, "conv") || isNode(conv, "convInputGradient"))) return undefined;
  if (!context.isReadOnce(result) || !isPerFilter(context.graph, conv, bias)) return undefined;
  return { ...conv, inputs: { ...conv.inputs, bias: vectorOf(bias, context) }, outputs: sum.outputs };
};

/** Whether a value lies along the channels of a convolution's result and nowhere else. */
const isPerFilter = (
  graph: Graph,
  { outputs: [y = -1], params: { dataFormat } }: NodeOf<"conv"> | NodeOf<"convInputGradient">,
  bias: ValueId,
): boolean => {
  const { shape } = specOf(graph, y);
  const sizes = specOf(graph, bias).shape;
  const channels = dataFormat === "channelsLast" ? shape.length - 1 : 1;
  const offset = shape.length - sizes.length;
  return sizes[channels - offset] === shape[channels] && sizes.every((size, axis) => size === 1 || axis + offset === channels);
};

/** What was reshaped into the form of a bias, when it was a vector before. */
const vectorOf = (bias: ValueId, { graph, makerOf }: Context): ValueId => {
  const maker = makerOf(bias);
  return maker && isNode(maker, "reshape") && specOf(graph, maker.inputs.x).shape.length === 1 ? maker.inputs.x : bias;
};

const mean = (division: NodeOf<"div">, { graph, makerOf, isReadOnce }: Context): Node | undefined => {
  const [sum, divisor] = [makerOf(division.inputs.a), makerOf(division.inputs.b)];
  if (sum === undefined || divisor === undefined || !isNode(sum, "sum") || !isNode(divisor, "constant")) return undefined;
  const { shape, dtype } = specOf(graph, sum.inputs.x);
  const count = sum.params.axes.reduce((product, axis) => product * Number(shape[axis]), 1);
  const { value } = divisor.params;
  if (dtype !== "float32" || !isReadOnce(division.inputs.a) || value.data.length !== 1 || Number(value.data[0]) !== count || count === 0)
    return undefined;
  return { ...sum, params: { ...sum.params, mean: true }, outputs: division.outputs };
};
