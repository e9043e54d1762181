import type { Graph, ValueId } from "../graph.ts";
import { rewrite } from "../graph-builder.ts";
import { ParamsKeys } from "./params-key.ts";

/** Computes equal things once: every op is a pure function of its inputs and params. */
export function shareCommonSubexpressions(graph: Graph, keys = new ParamsKeys()): Graph {
  const known = new Map<string, readonly ValueId[]>();
  return rewrite(graph, (node, inputs, builder) => {
    const key = `${node.op}(${JSON.stringify(inputs)})${keys.of(node.params)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const specs = node.outputs.map((value) => graph.specs[value]).filter((spec) => spec !== undefined);
    const outputs = builder.copy(node, inputs, specs);
    known.set(key, outputs);
    return outputs;
  });
}
