import type { Graph, ValueId } from "../../graph.ts";
import { rewrite } from "../../graph-builder.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import type { Dim } from "../../shape/dim.ts";
import { isNode } from "../../typed-node.ts";
import { AllSteps } from "./all-steps.ts";
import { behindPlan } from "./behind-plan.ts";
import { addLoop, bodyInputs, loopInputs, paired } from "./loop.ts";
import { sumsOverSteps } from "./sum-over-steps.ts";

/**
 * Computes behind a loop that asks for it, for all steps at once, what the carry never needs again: results, and sums over the steps.
 * The weight gradients of a recurrent network, a product added in every step, become one large product each.
 */
export const computeBehind = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan") || node.params.batched !== true) return undefined;
    const plan = behindPlan(node);
    if (plan === undefined) return undefined;
    const { body, length } = node.params;
    const { sums, behind, crossing, kept } = plan;
    const inside = bodyInputs(node);
    const outside = loopInputs(inputs);
    const summed = new Map(sums.map((sum) => [sum.carry, sum]));
    const carries = inside.carry.filter((_, i) => !summed.has(i));
    const collected = [...kept, ...crossing];
    const outputs = addLoop(
      builder,
      body,
      {
        carry: paired(outside.carry, inside.carry).filter((_, i) => !summed.has(i)),
        xs: paired(outside.xs, inside.xs),
        consts: paired(outside.consts, inside.consts),
        outputs: [...carries.map((carry) => body.outputs[carry] ?? -1), ...collected],
        outputNames: [...carries.map((carry) => body.outputNames[carry] ?? ""), ...collected.map((value) => nameOf(body, value))],
      },
      node.params,
      node.scope,
    );

    const steps = new AllSteps(body, length, builder);
    inside.xs.forEach((value, i) => steps.know(value, outside.xs[i] ?? -1, true));
    inside.consts.forEach((value, i) => steps.know(value, outside.consts[i] ?? -1, false));
    collected.forEach((value, i) => steps.know(value, outputs[carries.length + i] ?? -1, true));
    for (const inner of behind) steps.add(inner);

    const totals = sumsOverSteps(
      sums.flatMap(({ terms }) => terms),
      { body, steps, length, builder, scope: node.scope },
    );
    return body.outputs.map((value, i) => {
      if (i >= inside.carry.length) return stackOf(value, steps, length, builder);
      const sum = summed.get(i);
      if (sum === undefined) return outputs[carries.indexOf(i)] ?? -1;
      return sum.terms.reduce(
        (total, term) => builder.add("add", { a: total, b: totals.get(term) ?? -1 }, {}, node.scope)[0] ?? -1,
        outside.carry[i] ?? -1,
      );
    });
  });

const nameOf = (body: Graph, value: ValueId): string => body.outputNames[body.outputs.indexOf(value)] ?? `value${value}`;

/** A result for all steps; one that is the same in all of them is repeated. */
function stackOf(value: ValueId, steps: AllSteps, length: Dim, builder: GraphBuilder): ValueId {
  const known = steps.get(value);
  if (known === undefined || known.perStep) return known?.id ?? -1;
  return builder.add("broadcastTo", { x: known.id }, { shape: [length, ...known.shape] })[0] ?? -1;
}
