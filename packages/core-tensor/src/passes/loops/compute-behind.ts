import { inputsOf, specOf } from "../../graph.ts";
import type { Graph, Node, ValueId } from "../../graph.ts";
import { rewrite } from "../../graph-builder.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import { isNode } from "../../typed-node.ts";
import type { NodeOf } from "../../typed-node.ts";
import { AllSteps } from "./all-steps.ts";
import { addLoop, bodyInputs, fitsForAllSteps, loopInputs, sizeOfStep } from "./loop.ts";
import { hasStepRule } from "./step-rules.ts";
import { sumOverSteps } from "./sum-over-steps.ts";

/**
 * Computes behind a loop that asks for it, for all steps at once, what the carry never needs again: results, and sums over the steps.
 * The weight gradients of a recurrent network, a product added in every step, become one large product each.
 */
export const computeBehind = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan") || node.params.batched !== true) return undefined;
    const plan = planOf(node);
    if (plan === undefined) return undefined;
    const { body, length } = node.params;
    const inside = bodyInputs(node);
    const outside = loopInputs(inputs);
    const { sums, behind, crossing, kept } = plan;

    const carries = inside.carry.filter((_, i) => !sums.has(i));
    const pairs = (from: readonly ValueId[], to: readonly ValueId[]) => from.map((value, i) => [value, to[i] ?? -1] as const);
    const nextCarries = inside.carry.flatMap((_, i) => (sums.has(i) ? [] : [body.outputs[i] ?? -1]));
    const keptOutputs = kept.map((i) => body.outputs[i] ?? -1);
    const outputs = addLoop(
      builder,
      body,
      {
        carry: pairs(outside.carry, inside.carry).filter((_, i) => !sums.has(i)),
        xs: pairs(outside.xs, inside.xs),
        consts: pairs(outside.consts, inside.consts),
        outputs: [...nextCarries, ...keptOutputs, ...crossing],
        outputNames: [
          ...inside.carry.flatMap((_, i) => (sums.has(i) ? [] : [body.outputNames[i] ?? ""])),
          ...kept.map((i) => body.outputNames[i] ?? ""),
          ...crossing.map((_, i) => `step${i}`),
        ],
      },
      node.params,
      node.scope,
    );

    const steps = new AllSteps(body, length, builder);
    inside.xs.forEach((value, i) => steps.know(value, outside.xs[i] ?? -1, true));
    inside.consts.forEach((value, i) => steps.know(value, outside.consts[i] ?? -1, false));
    keptOutputs.forEach((value, i) => steps.know(value, outputs[carries.length + i] ?? -1, true));
    crossing.forEach((value, i) => steps.know(value, outputs[carries.length + kept.length + i] ?? -1, true));
    for (const inner of body.nodes) if (behind.has(inner)) steps.add(inner);

    let next = 0;
    return body.outputs.map((value, i) => {
      const terms = sums.get(i);
      if (terms !== undefined) {
        const context = { body, steps, length, builder, scope: node.scope };
        return terms.reduce(
          (total, term) => builder.add("add", { a: total, b: sumOverSteps(term, context) }, {}, node.scope)[0] ?? -1,
          outside.carry[i] ?? -1,
        );
      }
      if (i < inside.carry.length) return outputs[next++] ?? -1;
      return stackOf(value, steps, length, builder);
    });
  });

/** A result for all steps; one that is the same in all of them is repeated. */
function stackOf(value: ValueId, steps: AllSteps, length: NodeOf<"scan">["params"]["length"], builder: GraphBuilder): ValueId {
  const known = steps.get(value);
  if (known === undefined || known.perStep) return known?.id ?? -1;
  return builder.add("broadcastTo", { x: known.id }, { shape: [length, ...known.shape] })[0] ?? -1;
}

interface Plan {
  /** Carries that only add up, by position, with what is added. */
  readonly sums: ReadonlyMap<number, readonly ValueId[]>;
  /** Nodes that leave the loop. */
  readonly behind: ReadonlySet<Node>;
  /** Values that they read and that are collected over the steps for them. */
  readonly crossing: readonly ValueId[];
  /** Positions of results that stay results of the loop. */
  readonly kept: readonly number[];
}

function planOf(node: NodeOf<"scan">): Plan | undefined {
  const { body } = node.params;
  const { carry } = bodyInputs(node);
  const makers = new Map(body.nodes.flatMap((inner) => inner.outputs.map((value) => [value, inner] as const)));
  const sums = sumsOf(body, carry, makers);
  const adders = new Set([...sums.keys()].flatMap((i) => adderNodes(body.outputs[i] ?? -1, carry[i] ?? -1, makers)));
  const results = body.outputs.slice(carry.length);

  // What the other carries need stays; a movement of what is collected anyway can be done behind.
  const needed = closure(
    carry.flatMap((_, i) => (sums.has(i) ? [] : [body.outputs[i] ?? -1])),
    makers,
  );
  const wanted = [...results, ...[...sums.values()].flat()];
  const behind = new Set<Node>();
  for (const inner of body.nodes) {
    if (adders.has(inner) || inner.op === "randomBits") continue;
    const free = !needed.has(inner);
    const view = isView(inner) && inner.outputs.some((value) => wanted.includes(value)) && collected(inner, results, makers);
    const known = inner.op === "constant" || inner.op === "call" || hasStepRule(inner.op);
    if ((free || view) && known && fits(inner, node)) behind.add(inner);
  }
  // A node that stays needs all it reads inside.
  for (const inner of body.nodes.toReversed()) {
    if (behind.has(inner) || adders.has(inner) || needed.has(inner)) continue;
    for (const maker of closure(inner.outputs, makers)) behind.delete(maker);
  }
  const used = closure(wanted, makers);
  const ends = new Set(carry.length > 0 ? [...inputValues(body)] : inputValues(body));
  const rows = new Set(bodyInputs(node).xs);
  const consts = new Set(bodyInputs(node).consts);
  const crossing = new Set<ValueId>();
  for (const inner of behind) {
    if (!used.has(inner)) continue;
    for (const value of inputsOf(inner.inputs)) {
      const maker = makers.get(value);
      if (maker !== undefined ? !behind.has(maker) : ends.has(value) && !rows.has(value) && !consts.has(value)) crossing.add(value);
    }
  }
  const kept: number[] = [];
  results.forEach((value, i) => {
    const maker = makers.get(value);
    if (maker === undefined || !behind.has(maker)) kept.push(carry.length + i);
  });
  for (const terms of sums.values())
    for (const term of terms) {
      const maker = makers.get(term);
      if (maker !== undefined ? !behind.has(maker) : !rows.has(term) && !consts.has(term)) crossing.add(term);
    }
  const keptValues = new Set(kept.map((i) => body.outputs[i] ?? -1));
  const collectedNow = [...crossing].filter((value) => !keptValues.has(value));
  if (sums.size === 0 && kept.length === results.length) return undefined;

  const before = results.reduce((sum, value) => sum + sizeOf(body, value), 0);
  const accumulated = [...sums.keys()].reduce((sum, i) => sum + sizeOf(body, body.outputs[i] ?? -1), 0);
  const after = [...keptValues, ...collectedNow].reduce((sum, value) => sum + sizeOf(body, value), 0);
  if (after > 4 * (before + accumulated)) return undefined;
  return { sums, behind, crossing: collectedNow, kept };
}

const inputValues = (body: Graph): readonly ValueId[] => body.inputs.map((_, i) => i);

const sizeOf = (body: Graph, value: ValueId): number => sizeOfStep(specOf(body, value).shape);

const fits = (inner: Node, node: NodeOf<"scan">): boolean =>
  inner.outputs.every((value) => fitsForAllSteps(node.params.body, value, node.params));

const views = new Set(["slice", "reshape", "transpose"]);

const isView = ({ op }: Node): boolean => views.has(op);

/** Whether what a movement moves is a result of the loop as well. */
const collected = (inner: Node, results: readonly ValueId[], makers: ReadonlyMap<ValueId, Node>): boolean =>
  inputsOf(inner.inputs).every((value) => makers.has(value) && results.includes(value));

/** The nodes that values depend on. */
function closure(values: readonly ValueId[], makers: ReadonlyMap<ValueId, Node>): Set<Node> {
  const found = new Set<Node>();
  const open = [...values];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const maker = makers.get(value);
    if (maker === undefined || found.has(maker)) continue;
    found.add(maker);
    open.push(...inputsOf(maker.inputs));
  }
  return found;
}

/** Carries of floats that leave a step as they entered it plus something, and that nothing else reads. */
function sumsOf(body: Graph, carry: readonly ValueId[], makers: ReadonlyMap<ValueId, Node>): Map<number, readonly ValueId[]> {
  const reads = new Map<ValueId, number>();
  for (const value of [...body.nodes.flatMap(({ inputs }) => inputsOf(inputs)), ...body.outputs])
    reads.set(value, (reads.get(value) ?? 0) + 1);
  const sums = new Map<number, readonly ValueId[]>();
  carry.forEach((total, i) => {
    if (specOf(body, total).dtype !== "float32" || reads.get(total) !== 1) return;
    const terms: ValueId[] = [];
    let value = body.outputs[i] ?? -1;
    while (value !== total) {
      const maker = makers.get(value);
      if (maker === undefined || !isNode(maker, "add") || reads.get(value) !== 1) return;
      const { a, b } = maker.inputs;
      const [rest, term] = leadsTo(a, total, makers) ? [a, b] : [b, a];
      terms.push(term);
      value = rest;
    }
    if (terms.length > 0) sums.set(i, terms);
  });
  return sums;
}

const leadsTo = (value: ValueId, total: ValueId, makers: ReadonlyMap<ValueId, Node>): boolean => {
  if (value === total) return true;
  const maker = makers.get(value);
  return maker !== undefined && isNode(maker, "add") && (leadsTo(maker.inputs.a, total, makers) || leadsTo(maker.inputs.b, total, makers));
};

/** The additions on the way from a carry to its next value. */
function adderNodes(next: ValueId, total: ValueId, makers: ReadonlyMap<ValueId, Node>): readonly Node[] {
  const nodes: Node[] = [];
  for (let value = next; value !== total;) {
    const maker = makers.get(value);
    if (maker === undefined || !isNode(maker, "add")) return nodes;
    nodes.push(maker);
    value = leadsTo(maker.inputs.a, total, makers) ? maker.inputs.a : maker.inputs.b;
  }
  return nodes;
}
