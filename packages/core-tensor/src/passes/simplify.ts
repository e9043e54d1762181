import { inputsOf } from "../graph.ts";
import type { Graph } from "../graph.ts";
import { rewrite, specsOfNode } from "../graph-builder.ts";
import { isNode } from "../typed-node.ts";
import { shareCommonSubexpressions } from "./common-subexpressions.ts";
import { dropDeadCode } from "./dead-code.ts";
import { computeBefore } from "./loops/compute-before.ts";
import { computeBehind } from "./loops/compute-behind.ts";
import { factorProducts } from "./loops/factor-products.ts";
import { hoistInvariants } from "./hoist-invariants.ts";
import { mergeScans } from "./merge-scans.ts";
import { ParamsKeys } from "./params-key.ts";
import { rewriteAlgebra } from "./rewrite-algebra.ts";

const rounds = 4;

/**
 * The general passes, inner graphs first, until nothing changes: dead code, constant folding, identities, common
 * subexpressions, scans over equal inputs, what stays the same in a loop. Each keeps every result, NaN and
 * infinity included. Differentiate first: `stopGradient` is among the things that go.
 */
export function simplify(graph: Graph): Graph {
  return untilStill(graph, { done: new WeakSet(), keys: new ParamsKeys() });
}

interface Memory {
  /** Graphs that are simple: bodies of loops that no later pass has touched. */
  readonly done: WeakSet<Graph>;
  readonly keys: ParamsKeys;
}

function untilStill(graph: Graph, memory: Memory): Graph {
  let current = graph;
  for (let round = 0; round < rounds; round++) {
    const before = current;
    const loops = computeBehind(computeBefore(factorProducts(mergeScans(current))));
    const bodies = simplifyScans(hoistInvariants(loops), memory);
    current = dropDeadCode(shareCommonSubexpressions(rewriteAlgebra(bodies), memory.keys));
    if (sameNodes(current, before)) break;
  }
  memory.done.add(current);
  return current;
}

const simplifyScans = (graph: Graph, memory: Memory): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan") || memory.done.has(node.params.body)) return undefined;
    return builder.copy(node, inputs, specsOfNode(graph, node), { ...node.params, body: untilStill(node.params.body, memory) });
  });

/** Whether nothing was rewritten: the same ops of the same values. */
const sameNodes = (a: Graph, b: Graph): boolean =>
  a.nodes.length === b.nodes.length &&
  a.nodes.every(({ op, inputs }, i) => {
    const other = b.nodes[i];
    const values = inputsOf(other?.inputs ?? {});
    return op === other?.op && inputsOf(inputs).every((value, input) => value === values[input]);
  });
