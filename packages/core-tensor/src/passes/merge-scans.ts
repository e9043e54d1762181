import { mapInputs } from "../graph.ts";
import type { Graph, Node, ValueId } from "../graph.ts";
import { GraphBuilder, inline, mapped, specsOfNode } from "../graph-builder.ts";
import { sameDim } from "../shape/dim.ts";
import { isNode } from "../typed-node.ts";
import { shareCommonSubexpressions } from "./common-subexpressions.ts";

/**
 * Merges scans over equal inputs whose carries take the same course into one that gives the results of both. Differentiation
 * makes such pairs: the loop itself, and the same loop with what its gradient needs.
 */
export function mergeScans(graph: Graph): Graph {
  const builder = new GraphBuilder(graph.inputs);
  const map = new Map<ValueId, ValueId>(graph.inputs.map((_, i) => [i, i]));
  const partners = findPartners(graph);
  if (partners.size === 0) return graph;
  const done = new Set<Node>();

  for (const node of graph.nodes) {
    if (done.has(node)) continue;
    const inputs = mapInputs(node.inputs, (value) => mapped(map, value));
    const partner = partners.get(node);
    const carries = isNode(node, "scan") ? node.inputs.carry.length : 0;
    const body =
      partner !== undefined && isNode(node, "scan") && isNode(partner, "scan")
        ? joinBodies(node.params.body, partner.params.body, carries)
        : undefined;
    if (partner === undefined || body === undefined || !isNode(node, "scan")) {
      const outputs = builder.copy(node, inputs, specsOfNode(graph, node));
      node.outputs.forEach((value, i) => map.set(value, outputs[i] ?? -1));
      continue;
    }
    const outputs = builder.add("scan", inputs, { ...node.params, body }, node.scope);
    node.outputs.forEach((value, i) => map.set(value, outputs[i] ?? -1));
    partner.outputs.forEach((value, i) => map.set(value, outputs[i < carries ? i : i + node.outputs.length - carries] ?? -1));
    done.add(partner);
  }
  return builder.finish(
    graph.outputs.map((value) => mapped(map, value)),
    graph.outputNames,
  );
}

/** For a scan, a later one over the same inputs. */
function findPartners(graph: Graph): ReadonlyMap<Node, Node> {
  const first = new Map<string, Node>();
  const partners = new Map<Node, Node>();
  for (const node of graph.nodes) {
    if (!isNode(node, "scan")) continue;
    const key = `${JSON.stringify(node.inputs)}${String(node.params.reverse)}`;
    const before = first.get(key);
    if (before === undefined || !isNode(before, "scan") || !sameDim(before.params.length, node.params.length)) first.set(key, node);
    else {
      partners.set(before, node);
      first.delete(key);
    }
  }
  return partners;
}

/** Both bodies over the same inputs, or `undefined` when their carries differ. */
function joinBodies(a: Graph, b: Graph, carries: number): Graph | undefined {
  const builder = new GraphBuilder(a.inputs);
  const fromA = inline(a, builder.inputs, builder);
  const fromB = inline(b, builder.inputs, builder);
  const outputs = [...fromA, ...fromB];
  const joined = shareCommonSubexpressions(
    builder.finish(
      outputs,
      outputs.map((_, i) => a.outputNames[i] ?? b.outputNames[i - fromA.length] ?? `output${i}`),
    ),
  );
  const same = fromA.slice(0, carries).every((_, i) => joined.outputs[i] === joined.outputs[fromA.length + i]);
  if (!same) return undefined;
  const kept = joined.outputs.map((_, i) => i).filter((i) => i < fromA.length || i >= fromA.length + carries);
  return { ...joined, outputs: kept.map((i) => joined.outputs[i] ?? 0), outputNames: kept.map((i) => joined.outputNames[i] ?? "") };
}
