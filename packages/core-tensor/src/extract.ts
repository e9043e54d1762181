import { inputsOf, mapInputs, specOf } from "./graph.ts";
import type { Graph, ValueId } from "./graph.ts";
import { GraphBuilder, mapped, specsOfNode } from "./graph-builder.ts";
import type { ValueMap } from "./graph-builder.ts";

/** Where a part of a graph begins and ends. */
export interface Cut {
  /** Values that become the inputs, in this order; what computes them is left out. */
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly outputNames?: readonly string[];
}

/**
 * The part of a graph between two cuts.
 *
 * @throws when the outputs need an input of the graph that is not among `inputs`
 */
export function extract(graph: Graph, { inputs, outputs, outputNames }: Cut): Graph {
  const builder = new GraphBuilder(
    inputs.map((value) => ({ name: graph.inputs[value]?.name ?? `value${value}`, spec: specOf(graph, value) })),
  );
  const map: ValueMap = new Map(inputs.map((value, i) => [value, i]));
  const needed = neededNodes(graph, outputs, new Set(inputs));
  graph.nodes.forEach((node, position) => {
    if (!needed.has(position)) return;
    const copies = builder.copy(
      node,
      mapInputs(node.inputs, (value) => mapped(map, value)),
      specsOfNode(graph, node),
    );
    node.outputs.forEach((value, i) => {
      if (!map.has(value)) map.set(value, copies[i] ?? -1);
    });
  });
  return builder.finish(
    outputs.map((value) => mapped(map, value)),
    outputNames ?? outputs.map((_, i) => `output${i}`),
  );
}

/** Positions of the nodes that `outputs` depend on, not looking behind `stops`. */
function neededNodes(graph: Graph, outputs: readonly ValueId[], stops: ReadonlySet<ValueId>): ReadonlySet<number> {
  const wanted = new Set(outputs.filter((value) => !stops.has(value)));
  const needed = new Set<number>();
  for (let position = graph.nodes.length - 1; position >= 0; position--) {
    const node = graph.nodes[position];
    if (node === undefined || !node.outputs.some((value) => wanted.has(value))) continue;
    needed.add(position);
    for (const value of inputsOf(node.inputs)) if (!stops.has(value)) wanted.add(value);
  }
  return needed;
}
