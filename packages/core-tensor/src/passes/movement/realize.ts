import type { ValueId } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import { mulDims } from "../../shape/dim.ts";
import type { Dim } from "../../shape/dim.ts";
import { sameShape } from "../../shape/shape.ts";
import type { Shape } from "../../shape/shape.ts";
import { shapeOfView } from "./view.ts";
import type { View } from "./view.ts";

/** Carries out what a view has put off: at most one reindex, one transpose, and reshapes. */
export function realize(view: View, builder: GraphBuilder, scope: string): ValueId {
  const { rows, factors, groups } = view;
  const order = groups.flat();
  let value = view.source;
  if (rows !== undefined && !isIdentity(rows, view.sourceRows)) {
    const whole = reshaped(value, canonicalShape(view), builder, scope);
    [value = -1] = builder.add("reindex", { x: whole }, { axis: 0, index: rows }, scope);
  }
  if (order.some((factor, i) => factor !== i)) {
    const runs = runsOf(order);
    const apart = [...runs].toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    value = reshaped(
      value,
      apart.map((run) => run.reduce<Dim>((size, factor) => mulDims(size, factors[factor] ?? 1), 1)),
      builder,
      scope,
    );
    [value = -1] = builder.add("transpose", { x: value }, { permutation: runs.map((run) => apart.indexOf(run)) }, scope);
  }
  return reshaped(value, shapeOfView(view), builder, scope);
}

/** The source with one axis for its rows and one for every other factor. */
export const canonicalShape = ({ sourceRows, factors, rowFactors }: View): Shape => [sourceRows, ...factors.slice(rowFactors)];

/** The same elements in a shape. */
export function reshaped(value: ValueId, shape: Shape, builder: GraphBuilder, scope: string): ValueId {
  if (sameShape(builder.specOf(value).shape, shape)) return value;
  return builder.add("reshape", { x: value }, { shape }, scope)[0] ?? -1;
}

/** Factors that stay side by side move together. */
function runsOf(order: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const factor of order) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === factor - 1) last.push(factor);
    else runs.push([factor]);
  }
  return runs;
}

const isIdentity = (rows: Int32Array, size: Dim): boolean => rows.length === size && rows.every((row, i) => row === i);
