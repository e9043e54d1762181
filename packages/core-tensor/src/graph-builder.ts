import { mapInputs } from "./graph.ts";
import type { Graph, GraphInput, Node, NodeInputs, ValueId } from "./graph.ts";
import { ops } from "./ops/index.ts";
import type { OpName } from "./ops/index.ts";
import type { TensorSpec } from "./spec.ts";

/** Builds a graph node by node, for passes. Values are numbered as they are added. */
export class GraphBuilder {
  readonly #inputs: readonly GraphInput[];
  readonly #nodes: Node[] = [];
  readonly #specs: TensorSpec[];

  constructor(inputs: readonly GraphInput[]) {
    this.#inputs = inputs;
    this.#specs = inputs.map(({ spec }) => spec);
  }

  /** The ids of the graph's inputs. */
  get inputs(): readonly ValueId[] {
    return this.#inputs.map((_, i) => i);
  }

  specOf(value: ValueId): TensorSpec {
    const spec = this.#specs[value];
    if (spec === undefined) throw new Error(`graph: value %${value} does not exist yet.`);
    return spec;
  }

  /** Applies an op; the specs follow from its inputs. */
  add(op: OpName, inputs: NodeInputs<ValueId>, params: unknown = {}, scope = ""): readonly ValueId[] {
    const definition: { readonly infer: (inputs: never, params: never) => readonly TensorSpec[] } = ops[op];
    const specs = definition.infer(mapInputs(inputs, (value) => this.specOf(value)) as never, params as never);
    return this.#push(op, inputs, params, scope, specs);
  }

  /** Adds a node of another graph with its inputs replaced; its specs stay. */
  copy(node: Node, inputs: NodeInputs<ValueId>, specs: readonly TensorSpec[], params: unknown = node.params): readonly ValueId[] {
    return this.#push(node.op, inputs, params, node.scope, specs);
  }

  finish(outputs: readonly ValueId[], outputNames: readonly string[]): Graph {
    return { inputs: this.#inputs, nodes: this.#nodes, outputs, outputNames, specs: this.#specs };
  }

  #push(op: string, inputs: NodeInputs<ValueId>, params: unknown, scope: string, specs: readonly TensorSpec[]): readonly ValueId[] {
    const outputs = specs.map((spec) => this.#specs.push(spec) - 1);
    this.#nodes.push({ op, inputs, params, outputs, scope });
    return outputs;
  }
}

/** From the values of one graph to those of the one being built. */
export type ValueMap = Map<ValueId, ValueId>;

/** The new id of a value that has been copied. */
export function mapped(map: ReadonlyMap<ValueId, ValueId>, value: ValueId): ValueId {
  const to = map.get(value);
  if (to === undefined) throw new Error(`graph: value %${value} has not been copied.`);
  return to;
}

/**
 * Copies a graph, letting `visit` replace nodes: it returns the new ids of the node's outputs, or `undefined` to copy it as it is.
 */
export function rewrite(
  graph: Graph,
  visit: (node: Node, inputs: NodeInputs<ValueId>, builder: GraphBuilder) => readonly ValueId[] | undefined,
): Graph {
  const builder = new GraphBuilder(graph.inputs);
  const map: ValueMap = new Map(graph.inputs.map((_, i) => [i, i]));
  for (const node of graph.nodes) {
    const inputs = mapInputs(node.inputs, (value) => mapped(map, value));
    const outputs = visit(node, inputs, builder) ?? builder.copy(node, inputs, specsOfNode(graph, node));
    node.outputs.forEach((value, i) => map.set(value, outputs[i] ?? -1));
  }
  return builder.finish(
    graph.outputs.map((value) => mapped(map, value)),
    graph.outputNames,
  );
}

/** Copies the nodes of `graph` into `builder`, reading `inputs` for its inputs; returns the ids of its outputs. */
export function inline(graph: Graph, inputs: readonly ValueId[], builder: GraphBuilder, scope = ""): readonly ValueId[] {
  const map: ValueMap = new Map(inputs.map((value, i) => [i, value]));
  for (const node of graph.nodes) {
    const from = mapInputs(node.inputs, (value) => mapped(map, value));
    const name = scope === "" || node.scope === "" ? scope + node.scope : `${scope}/${node.scope}`;
    const outputs = builder.copy({ ...node, scope: name }, from, specsOfNode(graph, node));
    node.outputs.forEach((value, i) => map.set(value, outputs[i] ?? -1));
  }
  return graph.outputs.map((value) => mapped(map, value));
}

/** The specs of a node's outputs. */
export const specsOfNode = (graph: Graph, node: Node): readonly TensorSpec[] =>
  node.outputs.map((value) => graph.specs[value]).filter((spec) => spec !== undefined);
