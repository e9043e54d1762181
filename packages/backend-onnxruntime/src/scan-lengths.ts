import { isNode } from "@tidu/core-tensor";
import type { Dim, Graph } from "@tidu/core-tensor";

/** The lengths of a graph's loops that are not numbers, inner loops included. */
export const symbolicLengths = (graph: Graph): readonly Dim[] =>
  graph.nodes.flatMap((node) => {
    if (isNode(node, "call")) return symbolicLengths(node.params.body);
    if (!isNode(node, "scan")) return [];
    const { body, length } = node.params;
    return [...(typeof length === "number" ? [] : [length]), ...symbolicLengths(body)];
  });
