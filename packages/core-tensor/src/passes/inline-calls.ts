import type { Graph } from "../graph.ts";
import { inline, rewrite } from "../graph-builder.ts";
import type { CallParams } from "../ops/control.ts";
import { isNode } from "../typed-node.ts";

/**
 * Replaces calls by their bodies, inner graphs included, except those that `keep` wants to see as one node.
 */
export function inlineCalls(graph: Graph, keep: (call: CallParams) => boolean = () => false): Graph {
  return rewrite(graph, (node, inputs, builder) => {
    if (isNode(node, "scan")) {
      const body = inlineCalls(node.params.body, keep);
      const specs = node.outputs.map((value) => graph.specs[value]).filter((spec) => spec !== undefined);
      return builder.copy(node, inputs, specs, { ...node.params, body });
    }
    if (!isNode(node, "call") || keep(node.params)) return undefined;
    const { args } = inputs;
    const scope = node.scope === "" ? node.params.name : `${node.scope}/${node.params.name}`;
    return inline(inlineCalls(node.params.body, keep), Array.isArray(args) ? args : [], builder, scope);
  });
}
