import type { Node, NodeInputs, ValueId } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import type { OpName } from "../../ops/index.ts";
import type { ReduceParams } from "../../ops/reduce.ts";
import { canonicalShape, reshaped } from "./realize.ts";
import { isPermutation, isPlain, merged } from "./view.ts";
import type { View } from "./view.ts";

/** A reduction of the source instead of the tensor, where the axes are the source's too and the order of rows does not matter. */
export function reduced(node: Node, { axes, keepDims }: ReduceParams, view: View, builder: GraphBuilder): View | undefined {
  if (isPlain(view)) return undefined;
  const gone = new Set(axes.flatMap((axis) => view.groups[axis] ?? []));
  const factors = [...view.factors.keys()];
  const goneRows = factors.filter((factor) => factor < view.rowFactors && gone.has(factor)).length;
  const overRows = goneRows > 0;
  if (gone.size === 0 || (overRows && (goneRows < view.rowFactors || !isPermutation(view)))) return undefined;
  if (view.rows?.includes(-1)) return undefined;

  const others = factors.slice(view.rowFactors);
  const along = [...(overRows ? [0] : []), ...others.flatMap((factor, i) => (gone.has(factor) ? [i + 1] : []))];
  const stay = factors.filter((factor) => !gone.has(factor));
  const sourceRows = overRows ? 1 : view.sourceRows;
  const inputs: NodeInputs<ValueId> = { x: reshaped(view.source, canonicalShape(view), builder, node.scope) };
  const [sum = -1] = builder.add(node.op as OpName, inputs, { axes: along, keepDims: false }, node.scope);
  const left = stay.filter((factor) => factor >= view.rowFactors).map((factor) => view.factors[factor] ?? 1);
  return merged({
    source: reshaped(sum, [sourceRows, ...left], builder, node.scope),
    sourceRows,
    rows: overRows ? undefined : view.rows,
    factors: stay.map((factor) => view.factors[factor] ?? 1),
    rowFactors: overRows ? 0 : view.rowFactors,
    groups: view.groups.flatMap((group, axis) =>
      axes.includes(axis) ? (keepDims ? [[]] : []) : [group.map((factor) => stay.indexOf(factor))],
    ),
  });
}
