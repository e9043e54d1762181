import { GraphBuilder, inline, inputsOf, isNode, rewrite, simplify, specOf } from "@tidu/core-tensor";
import type { CallParams, Graph, Node, ValueId } from "@tidu/core-tensor";
import { isRecurrent } from "./lowerings/recurrent-claims.ts";

/**
 * Recurrent networks with time first, as ONNX has them, between two transposes that cancel from one network to the next. A graph
 * without such networks stays as it is.
 */
export const arrangeSequences = (graph: Graph): Graph => (isSequential(graph) ? simplify(turnCalls(graph)) : graph);

const isSequential = ({ nodes }: Graph): boolean =>
  nodes.some((node) => (isNode(node, "scan") ? isSequential(node.params.body) : isNode(node, "call") && isRecurrent(node.params)));

const turnCalls = (graph: Graph): Graph => {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  return rewrite(graph, (node, inputs, builder) => {
    const specs = node.outputs.map((value) => specOf(graph, value));
    if (isNode(node, "scan")) return builder.copy(node, inputs, specs, { ...node.params, body: turnCalls(node.params.body) });
    if (!isNode(node, "call") || !isRecurrent(node.params)) return undefined;
    const [x, ...others] = Array.isArray(inputs["args"]) ? inputs["args"] : [];
    if (x === undefined) return undefined;
    const states = inputsOf(node.inputs).slice(1, specs.length); // as many as are returned besides the sequence
    const fromZeros = states.every((state) => isZero(state, makers));
    const [y = -1, ...last] = builder.add(
      "call",
      { args: [turned(x, builder, node.scope), ...others] },
      timeFirst(node.params, fromZeros),
      node.scope,
    );
    return [turned(y, builder, node.scope), ...last];
  });
};

/** The same call of the same sequence `[time, batch, …]`. */
const timeFirst = ({ name, options, body }: CallParams, fromZeros: boolean): CallParams => {
  const [x, ...others] = body.inputs;
  if (x === undefined) return { name, options, body };
  const { shape } = x.spec;
  const builder = new GraphBuilder([{ ...x, spec: { ...x.spec, shape: order(shape.length).map((axis) => shape[axis] ?? 1) } }, ...others]);
  const [y = -1, ...last] = inline(body, [turned(0, builder), ...builder.inputs.slice(1)], builder);
  return { name, options: { ...options, fromZeros }, body: builder.finish([turned(y, builder), ...last], body.outputNames) };
};

/** Whether a value is known to be nothing but zeros. */
const isZero = (value: ValueId, makers: ReadonlyMap<ValueId, Node>): boolean => {
  const maker = makers.get(value);
  if (maker === undefined) return false;
  if (isNode(maker, "broadcastTo") || isNode(maker, "reshape")) return isZero(maker.inputs.x, makers);
  return isNode(maker, "constant") && maker.params.value.data.every((item: number | bigint) => Object.is(Number(item), 0));
};

/** The first two axes change places. */
const order = (ndim: number): readonly number[] => Array.from({ length: ndim }, (_, axis) => (axis < 2 ? 1 - axis : axis));

const turned = (x: ValueId, builder: GraphBuilder, scope = ""): ValueId =>
  builder.add("transpose", { x }, { permutation: order(builder.specOf(x).shape.length) }, scope)[0] ?? -1;
