import { evaluate } from "../evaluate/index.ts";
import { inputsOf, mapInputs, specOf } from "../graph.ts";
import type { Graph, Node, NodeInputs, ValueId } from "../graph.ts";
import { rewrite, specsOfNode } from "../graph-builder.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { elementwise } from "../ops/elementwise.ts";
import type { OpName } from "../ops/index.ts";
import { sameShape } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { sameSpec } from "../spec.ts";
import type { TensorData } from "../tensor-data.ts";
import { ruleOf } from "../typed-node.ts";
import { algebra } from "./algebra.ts";
import type { RewriteContext } from "./algebra.ts";
import { addConstant, isFoldable, KnownValues } from "./known-values.ts";

type AnyRule = (context: { readonly [K in keyof RewriteContext<never>]: unknown }) => ValueId | undefined;

/** Folds what is known and applies the identities of algebra.ts, once over the graph. */
export function rewriteAlgebra(graph: Graph): Graph {
  const known = new KnownValues();
  const readOnce = valuesReadOnce(graph);
  return rewrite(graph, (node, given, builder) => {
    const inputs = node.op in elementwise ? withoutBroadcasts(graph, node, given, known, builder) : given;
    const folded = fold(graph, node, inputs, known);
    if (folded !== undefined) return folded.map((value) => addConstant(builder, known, value));

    const make = (op: OpName, args: NodeInputs<ValueId>, params: unknown = {}): ValueId => {
      const outputs = builder.add(op, args, params, node.scope);
      known.note({ op, params }, args, outputs);
      return outputs[0] ?? -1;
    };
    const better = ruleOf<AnyRule | undefined>(
      algebra,
      node.op,
    )?.({ inputs, params: node.params, known, readOnce: inputsOf(node.inputs).every((value) => readOnce.has(value)), builder, make });
    const [output] = node.outputs;
    if (better !== undefined && output !== undefined && sameSpec(builder.specOf(better), specOf(graph, output))) return [better];
    const outputs = builder.copy(node, inputs, specsOfNode(graph, node));
    known.note(node, inputs, outputs);
    return outputs;
  });
}

/** Values that one input of one node reads, and nothing else. */
function valuesReadOnce(graph: Graph): ReadonlySet<ValueId> {
  const [once, more] = [new Set<ValueId>(), new Set<ValueId>(graph.outputs)];
  for (const { inputs } of graph.nodes) for (const value of inputsOf(inputs)) (once.has(value) ? more : once).add(value);
  return new Set([...once].filter((value) => !more.has(value)));
}

/** The results of a node whose inputs are all known. */
function fold(graph: Graph, node: Node, inputs: NodeInputs<ValueId>, known: KnownValues): readonly TensorData[] | undefined {
  const values: TensorData[] = [];
  for (const value of inputsOf(inputs)) {
    const data = known.constant(value);
    if (data === undefined) return undefined;
    values.push(data);
  }
  if (!isFoldable(graph, node, values)) return undefined;
  let next = 0;
  const alone: Graph = {
    inputs: values.map(({ shape, dtype }, i) => ({ name: `value${i}`, spec: { shape, dtype } })),
    nodes: [{ ...node, inputs: mapInputs(inputs, () => next++), outputs: node.outputs.map((_, i) => values.length + i) }],
    outputs: node.outputs.map((_, i) => values.length + i),
    outputNames: node.outputs.map((_, i) => `output${i}`),
    specs: [...values.map(({ shape, dtype }) => ({ shape, dtype })), ...specsOfNode(graph, node)],
  };
  return evaluate(alone, values);
}

/** Operands that an elementwise op would broadcast or give leading axes of 1 anyway, as they were before; one must keep the full shape. */
function withoutBroadcasts(
  graph: Graph,
  node: Node,
  inputs: NodeInputs<ValueId>,
  known: KnownValues,
  builder: GraphBuilder,
): NodeInputs<ValueId> {
  const { shape } = specOf(graph, node.outputs[0] ?? 0);
  const before = (value: ValueId): ValueId | undefined => {
    const made = known.maker(value);
    const inner = made?.op === "broadcastTo" || made?.op === "reshape" ? (made.inputs["x"] as ValueId) : undefined;
    if (made === undefined || inner === undefined || made.op === "broadcastTo") return inner;
    return sameShape(builder.specOf(value).shape, withLeadingOnes(builder.specOf(inner).shape, builder.specOf(value).shape.length))
      ? inner
      : undefined;
  };
  const values = inputsOf(inputs);
  const full = values.some((value) => before(value) === undefined && sameShape(builder.specOf(value).shape, shape));
  return full ? mapInputs(inputs, (value) => before(value) ?? value) : inputs;
}

const withLeadingOnes = (shape: Shape, ndim: number): Shape => [
  ...Array.from({ length: Math.max(0, ndim - shape.length) }, () => 1),
  ...shape,
];
