import { inputsOf } from "../../graph.ts";
import type { Graph, Node, ValueId } from "../../graph.ts";
import { rewrite } from "../../graph-builder.ts";
import { dependents } from "../../instantiate.ts";
import { isNode } from "../../typed-node.ts";
import type { NodeOf } from "../../typed-node.ts";
import { AllSteps } from "./all-steps.ts";
import { addLoop, bodyInputs, fitsForAllSteps, loopInputs, paired } from "./loop.ts";
import { hasStepRule } from "./step-rules.ts";

/**
 * Computes before a loop that asks for it, for all steps at once, what its steps compute without the carry: the products of a
 * recurrent network's inputs become one large product. Results that no carry enters leave the loop altogether.
 */
export const computeBefore = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan") || node.params.batched !== true) return undefined;
    const { body, length } = node.params;
    const { candidates, invariants } = fixedNodes(node);
    const inside = bodyInputs(node);
    const outside = loopInputs(inputs);
    const results = body.outputs.slice(inside.carry.length);
    if (candidates.size === 0 && invariants.size === 0 && !results.some((value) => inside.xs.includes(value))) return undefined;

    const steps = new AllSteps(body, length, builder);
    inside.xs.forEach((value, i) => steps.know(value, outside.xs[i] ?? -1, true));
    inside.consts.forEach((value, i) => steps.know(value, outside.consts[i] ?? -1, false));
    const moved = new Set<Node>();
    for (const inner of body.nodes) {
      if ((candidates.has(inner) || invariants.has(inner)) && steps.add(inner)) moved.add(inner);
    }

    const literals = new Set(body.nodes.flatMap(({ op, outputs }) => (op === "constant" ? outputs : [])));
    const given = new Set([...inside.xs, ...inside.consts, ...literals]);
    const read = new Set<ValueId>(body.outputs.slice(0, inside.carry.length));
    for (const inner of body.nodes) if (!moved.has(inner)) for (const value of inputsOf(inner.inputs)) read.add(value);
    const crossing = [...read].filter((value) => !given.has(value) && steps.get(value) !== undefined);
    const rows = crossing.filter((value) => steps.get(value)?.perStep === true);
    const once = crossing.filter((value) => steps.get(value)?.perStep === false);
    const kept = results.flatMap((value, i) => (steps.get(value)?.perStep === true ? [] : [i]));
    if (crossing.length === 0 && kept.length === results.length) return undefined;

    const outsideOf = (value: ValueId): ValueId => steps.get(value)?.id ?? -1;
    const outputIndices = [...inside.carry.keys(), ...kept.map((i) => inside.carry.length + i)];
    const outputs = addLoop(
      builder,
      body,
      {
        carry: paired(outside.carry, inside.carry),
        xs: [...paired(outside.xs, inside.xs), ...paired(rows.map(outsideOf), rows)],
        consts: [...paired(outside.consts, inside.consts), ...paired(once.map(outsideOf), once)],
        outputs: outputIndices.map((i) => body.outputs[i] ?? -1),
        outputNames: outputIndices.map((i) => body.outputNames[i] ?? ""),
      },
      node.params,
      node.scope,
    );
    const stacked = results.map((value, i) => {
      const at = kept.indexOf(i);
      return at >= 0 ? (outputs[inside.carry.length + at] ?? -1) : outsideOf(value);
    });
    return [...outputs.slice(0, inside.carry.length), ...stacked];
  });

/**
 * The nodes of the body that no carry enters: `candidates` change with the rows, but for those that only spread or turn a row for use
 * inside; `invariants` do not change at all.
 */
function fixedNodes(node: NodeOf<"scan">): { readonly candidates: ReadonlySet<Node>; readonly invariants: ReadonlySet<Node> } {
  const { body } = node.params;
  const { carry, xs } = bodyInputs(node);
  const varying = dependents(body, carry);
  const perRow = dependents(body, xs);
  const fixed = body.nodes.filter(({ op, outputs }) => op !== "randomBits" && !outputs.some((value) => varying.has(value)));
  const invariants = new Set(fixed.filter(({ outputs }) => !outputs.some((value) => perRow.has(value))));
  const candidates = new Set(
    fixed.filter(
      (inner) =>
        !invariants.has(inner) &&
        (hasStepRule(inner.op) || inner.op === "call") &&
        inner.outputs.every((value) => fitsForAllSteps(body, value, node.params)),
    ),
  );
  const readers = new Map<ValueId, Node[]>();
  for (const inner of body.nodes) for (const value of inputsOf(inner.inputs)) readers.set(value, [...(readers.get(value) ?? []), inner]);
  for (const inner of body.nodes.toReversed()) {
    const staysInside = inner.outputs.some((value) => readers.get(value)?.some((reader) => !candidates.has(reader)));
    if (staysInside && (inner.op === "broadcastTo" || inner.op === "transpose")) candidates.delete(inner);
  }
  return { candidates, invariants };
}
