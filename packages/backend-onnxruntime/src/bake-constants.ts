import { GraphBuilder, inline } from "@tidu/core-tensor";
import type { Graph, TensorData } from "@tidu/core-tensor";

/** The graph with some of its inputs, by position, replaced by constants: later passes can compute with them. */
export const bakeConstants = (graph: Graph, constants: ReadonlyMap<number, TensorData>): Graph => {
  if (constants.size === 0) return graph;
  const builder = new GraphBuilder(graph.inputs.filter((_, index) => !constants.has(index)));
  let next = 0;
  const values = graph.inputs.flatMap(({ name }, index) => {
    const value = constants.get(index);
    return value ? builder.add("constant", {}, { value }, name) : [next++];
  });
  return builder.finish(inline(graph, values, builder), graph.outputNames);
};
