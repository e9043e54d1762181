import { inputsOf, specOf } from "../../graph.ts";
import type { Graph, Node, ValueId } from "../../graph.ts";
import { isNode } from "../../typed-node.ts";

/** A carry that leaves every step as it entered it plus something, and that nothing else reads. */
export interface RunningSum {
  /** Its position among the carries. */
  readonly carry: number;
  /** What a step adds. */
  readonly terms: readonly ValueId[];
  /** The additions in the body. */
  readonly adders: readonly Node[];
}

/** The carries of floats that only add up. */
export function runningSums(body: Graph, carries: readonly ValueId[]): readonly RunningSum[] {
  const makers = makersOf(body);
  const reads = new Map<ValueId, number>();
  for (const value of [...body.nodes.flatMap(({ inputs }) => inputsOf(inputs)), ...body.outputs])
    reads.set(value, (reads.get(value) ?? 0) + 1);
  const leadsTo = (total: ValueId, value: ValueId): boolean => {
    const maker = makers.get(value);
    return (
      value === total ||
      (maker !== undefined && isNode(maker, "add") && [maker.inputs.a, maker.inputs.b].some((term) => leadsTo(total, term)))
    );
  };
  return carries.flatMap((total, carry): RunningSum[] => {
    const terms: ValueId[] = [];
    const adders: Node[] = [];
    if (specOf(body, total).dtype !== "float32" || reads.get(total) !== 1) return [];
    for (let value = body.outputs[carry] ?? -1; value !== total;) {
      const maker = makers.get(value);
      if (maker === undefined || !isNode(maker, "add") || reads.get(value) !== 1) return [];
      const { a, b } = maker.inputs;
      const [rest, term] = leadsTo(total, a) ? [a, b] : [b, a];
      terms.push(term);
      adders.push(maker);
      value = rest;
    }
    return terms.length === 0 ? [] : [{ carry, terms, adders }];
  });
}

/** The node that makes each value. */
export const makersOf = (graph: Graph): ReadonlyMap<ValueId, Node> =>
  new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
