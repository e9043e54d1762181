import type { ValueId } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import type { Shape } from "../../shape/shape.ts";
import { canonicalShape, realize, reshaped } from "./realize.ts";
import { areDistinct, isPlain, plainView, reindexView, reshapeView, sameArrangement, shapeOfView, transposeView } from "./view.ts";
import type { View } from "./view.ts";

const idleShare = 1.5; // how much more than the tensor may be computed with, so as not to move it

/** Whether elementwise ops can work on the source instead: no zeros, no repeats, and not much that is not in the tensor. */
export const isLead = (view: View): boolean =>
  !isPlain(view) &&
  (view.rows === undefined ||
    (typeof view.sourceRows === "number" && view.sourceRows <= idleShare * view.rows.length && areDistinct(view.rows)));

/** An operand as it must lie to meet the source of `lead`: of the source's canonical shape, or of one that broadcasts to it. */
export function arrangedAs(lead: View, operand: View, builder: GraphBuilder, scope: string): ValueId | undefined {
  if (sameArrangement(operand, lead)) return reshaped(operand.source, canonicalShape(lead), builder, scope);
  if (operand.groups.length === 0 && operand.rows === undefined) return operand.source; // one number for all
  const missing = lead.groups.length - operand.groups.length;
  const sizes = shapeOfView(operand);
  const stretched = new Set(lead.groups.flatMap((group, axis) => (axis < missing || sizes[axis - missing] === 1 ? group : [])));
  const sizeOf = (factor: number): Shape[number] => (stretched.has(factor) ? 1 : (lead.factors[factor] ?? 1));

  const order = lead.groups.flat();
  const apart = reshapeView(operand, order.map(sizeOf));
  const inPlace =
    apart &&
    transposeView(
      apart,
      [...lead.factors.keys()].map((factor) => order.indexOf(factor)),
    );
  const rowFactors = [...lead.factors.keys()].slice(0, lead.rowFactors);
  const someStretched = rowFactors.some((factor) => stretched.has(factor));
  if (someStretched && !rowFactors.every((factor) => stretched.has(factor))) return undefined;

  const rowCount = someStretched || rowFactors.length === 0 ? 1 : (lead.rows?.length ?? lead.sourceRows);
  let whole = inPlace && reshapeView(inPlace, [rowCount, ...[...lead.factors.keys()].slice(lead.rowFactors).map(sizeOf)]);
  if (whole !== undefined && lead.rows !== undefined && rowCount !== 1)
    whole = byRows(whole, lead.rows, Number(lead.sourceRows), builder, scope);
  return whole && realize(whole, builder, scope);
}

/** Rows as they stand in the source; those that the tensor does not have are zeros. */
function byRows(view: View, rows: Int32Array, sourceRows: number, builder: GraphBuilder, scope: string): View | undefined {
  const inverse = new Int32Array(sourceRows).fill(-1);
  rows.forEach((row, position) => (inverse[row] = position));
  return reindexView(view, 0, inverse) ?? reindexView(settled(view, builder, scope), 0, inverse);
}

/** The view carried out. */
export function settled(view: View, builder: GraphBuilder, scope: string): View {
  return plainView(realize(view, builder, scope), shapeOfView(view));
}
