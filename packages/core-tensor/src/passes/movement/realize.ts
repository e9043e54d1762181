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
    const block = blockOf(rows, Number(view.sourceRows));
    const index = block === 1 ? rows : rows.filter((_, i) => i % block === 0).map((row) => (row < 0 ? -1 : row / block));
    const within = [...(block === 1 ? [] : [block]), ...factors.slice(view.rowFactors)];
    const apart = reshaped(value, [Number(view.sourceRows) / block, ...within], builder, scope);
    [value = -1] = builder.add("reindex", { x: apart }, { axis: 0, index }, scope);
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

/** How many rows always move side by side: whole blocks of the source, or of zeros. */
function blockOf(rows: Int32Array, sourceRows: number): number {
  let block = greatestDivisor(rows.length, sourceRows);
  for (let i = 1; i < rows.length && block > 1; i++) {
    const [row = -1, before = -1] = [rows[i], rows[i - 1]];
    const continues = row < 0 ? before < 0 : before >= 0 && row === before + 1;
    if (!continues) block = greatestDivisor(block, i);
    if (!continues && row >= 0) block = greatestDivisor(block, row);
  }
  const [first = -1] = rows;
  return first < 0 ? block : greatestDivisor(block, first);
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

const isIdentity = (rows: Int32Array, size: Dim): boolean => rows.length === size && rows.every((row, i) => row === i);
