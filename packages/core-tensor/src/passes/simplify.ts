import type { Graph } from "../graph.ts";
import { rewrite, specsOfNode } from "../graph-builder.ts";
import { isNode } from "../typed-node.ts";
import { shareCommonSubexpressions } from "./common-subexpressions.ts";
import { dropDeadCode } from "./dead-code.ts";
import { hoistInvariants } from "./hoist-invariants.ts";
import { mergeScans } from "./merge-scans.ts";
import { ParamsKeys } from "./params-key.ts";
import { rewriteAlgebra } from "./rewrite-algebra.ts";

const rounds = 4;

/**
 * The general passes, inner graphs first, until nothing changes: dead code, constant folding, identities, common
 * subexpressions, scans over equal inputs, what stays the same in a loop. Each keeps every result, NaN and infinity included.
 */
export function simplify(graph: Graph): Graph {
  let current = graph;
  for (let round = 0; round < rounds; round++) {
    const before = current.nodes.length;
    current = dropDeadCode(
      shareCommonSubexpressions(rewriteAlgebra(simplifyScans(hoistInvariants(mergeScans(current)))), new ParamsKeys()),
    );
    if (current.nodes.length === before) break;
  }
  return current;
}

const simplifyScans = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) =>
    isNode(node, "scan")
      ? builder.copy(node, inputs, specsOfNode(graph, node), { ...node.params, body: simplify(node.params.body) })
      : undefined,
  );
