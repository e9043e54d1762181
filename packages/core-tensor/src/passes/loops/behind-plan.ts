import { inputsOf, specOf } from "../../graph.ts";
import type { Node, ValueId } from "../../graph.ts";
import type { NodeOf } from "../../typed-node.ts";
import { isNode } from "../../typed-node.ts";
import { bodyInputs, fitsForAllSteps, sizeOfStep } from "./loop.ts";
import { makersOf, runningSums } from "./running-sums.ts";
import type { RunningSum } from "./running-sums.ts";
import { hasStepRule } from "./step-rules.ts";

/** What of a loop is computed behind it. */
export interface BehindPlan {
  readonly sums: readonly RunningSum[];
  /** The nodes that are applied behind the loop, in order. */
  readonly behind: readonly Node[];
  /** Values that they read, collected over the steps besides the results. */
  readonly crossing: readonly ValueId[];
  /** Results that stay results of the loop. */
  readonly kept: readonly ValueId[];
}

/** How much more a loop may collect than it did, so that something can be computed behind it. */
const mostMemory = 4;

/** Finds what the carries never need; `undefined` when there is nothing, or when it would take too much memory. */
export function behindPlan(node: NodeOf<"scan">): BehindPlan | undefined {
  const { body } = node.params;
  const inside = bodyInputs(node);
  const makers = makersOf(body);
  const results = body.outputs.slice(inside.carry.length);
  const sums = runningSums(body, inside.carry).filter(({ terms }) => terms.every((term) => isCheap(node, term, makers)));
  const terms = sums.flatMap((sum) => sum.terms);
  const adders = new Set(sums.flatMap((sum) => sum.adders));

  const carried = inside.carry.flatMap((_, i) => (sums.some(({ carry }) => carry === i) ? [] : [body.outputs[i] ?? -1]));
  const needed = neededFor(carried, makers);
  const mayLeave = (inner: Node): boolean => {
    const isFree =
      !needed.has(inner) || (movesWhole(inner) && inputsOf(inner.inputs).every((value) => makers.has(value) && results.includes(value)));
    const isKnown = inner.op === "constant" || inner.op === "call" || hasStepRule(inner.op);
    return isFree && isKnown && inner.outputs.every((value) => terms.includes(value) || fitsForAllSteps(body, value, node.params));
  };
  const stuck = body.nodes.filter((inner) => !needed.has(inner) && !adders.has(inner) && !mayLeave(inner));
  const staying = neededFor(
    stuck.flatMap(({ outputs }) => outputs),
    makers,
  );
  const leaving = new Set(body.nodes.filter((inner) => !adders.has(inner) && !staying.has(inner) && mayLeave(inner)));

  const rows = new Set([...inside.xs, ...inside.consts]);
  const isAtHand = (value: ValueId): boolean => rows.has(value) || leaving.has(makers.get(value) ?? node);
  const kept = results.filter((value) => !isAtHand(value));
  const used = neededFor([...results, ...terms], makers, (inner) => leaving.has(inner));
  const behind = body.nodes.filter((inner) => leaving.has(inner) && used.has(inner));
  const read = [...terms, ...behind.flatMap(({ inputs }) => inputsOf(inputs))];
  const crossing = [...new Set(read)].filter((value) => !isAtHand(value) && !kept.includes(value));
  if (sums.length === 0 && kept.length === results.length) return undefined;

  const sizeOf = (values: Iterable<ValueId>): number =>
    [...values].reduce((total, value) => total + sizeOfStep(specOf(body, value).shape), 0);
  const collected = sizeOf(new Set([...kept, ...crossing]));
  const before = sizeOf([...results, ...sums.map(({ carry }) => carry)]);
  return collected > mostMemory * before ? undefined : { sums, behind, crossing, kept };
}

/** Whether a value can be summed behind a loop: a product or a sum is, without being collected; others are collected. */
function isCheap(node: NodeOf<"scan">, term: ValueId, makers: ReadonlyMap<ValueId, Node>): boolean {
  const { body } = node.params;
  const maker = makers.get(term);
  const collected = maker !== undefined && (isNode(maker, "matmul") || isNode(maker, "sum")) ? inputsOf(maker.inputs) : [term];
  return collected.every((value) => fitsForAllSteps(body, value, node.params));
}

const movements = new Set(["slice", "reshape", "transpose"]);

/** Whether a node moves a value without computing: what is collected anyway can be moved behind the loop. */
const movesWhole = ({ op }: Node): boolean => movements.has(op);

/** The nodes that values depend on, through such nodes as `through` says. */
function neededFor(
  values: readonly ValueId[],
  makers: ReadonlyMap<ValueId, Node>,
  through: (node: Node) => boolean = () => true,
): ReadonlySet<Node> {
  const found = new Set<Node>();
  const open = [...values];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const maker = makers.get(value);
    if (maker === undefined || found.has(maker) || !through(maker)) continue;
    found.add(maker);
    open.push(...inputsOf(maker.inputs));
  }
  return found;
}
