import type { ValueId } from "../../graph.ts";
import { divideDims, mulDims, sameDim } from "../../shape/dim.ts";
import type { Dim } from "../../shape/dim.ts";
import { sizeOfDims } from "../../shape/shape.ts";
import type { Shape } from "../../shape/shape.ts";

/**
 * A tensor as another one seen through a movement that has not happened yet: the rows of `source` (its first axis) are picked
 * by `rows`, the axes are cut into factors, and the factors are dealt out to the axes of the tensor.
 */
export interface View {
  readonly source: ValueId;
  /** The size of the first axis of the source. */
  readonly sourceRows: Dim;
  /** Which row of the source every row is, -1 for zeros; all of them in order when absent. */
  readonly rows: Int32Array | undefined;
  /** The sizes that make up the rows and then the other axes of the source; none is 1. */
  readonly factors: Shape;
  /** The first so many factors make up the rows. */
  readonly rowFactors: number;
  /** Per axis of the tensor: its factors, outermost first. */
  readonly groups: readonly (readonly number[])[];
}

/** A value as it is. */
export const plainView = (source: ValueId, shape: Shape): View => {
  const kept = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  return {
    source,
    sourceRows: shape[0] ?? 1,
    rows: undefined,
    factors: kept.map((axis) => shape[axis] ?? 1),
    rowFactors: shape.length > 0 && shape[0] !== 1 ? 1 : 0,
    groups: shape.map((_, axis) => (kept.includes(axis) ? [kept.indexOf(axis)] : [])),
  };
};

/** Whether nothing has been put off but reshapes. */
export const isPlain = ({ rows, groups }: View): boolean => rows === undefined && groups.flat().every((factor, i) => factor === i);

/** Whether every row of the source is there once, and no other. */
export const isPermutation = ({ rows, sourceRows }: View): boolean =>
  rows === undefined || (rows.length === sourceRows && areDistinct(rows));

/** Whether all entries are rows, each at most once. */
export const areDistinct = (rows: Int32Array): boolean => {
  const seen = new Uint8Array(rows.reduce((largest, row) => Math.max(largest, row), 0) + 1);
  return rows.every((row) => row >= 0 && seen[row] === 0 && (seen[row] = 1) === 1);
};

/** The sizes of the tensor's axes. */
export const shapeOfView = ({ groups, factors }: View): Shape =>
  groups.map((group) => group.reduce<Dim>((size, factor) => mulDims(size, factors[factor] ?? 1), 1));

/** Whether two tensors lie in their sources in the same way. */
export const sameArrangement = (a: View, b: View): boolean =>
  a.rowFactors === b.rowFactors &&
  sameDim(a.sourceRows, b.sourceRows) &&
  a.factors.length === b.factors.length &&
  a.factors.every((size, i) => sameDim(size, b.factors[i] ?? 0)) &&
  a.groups.length === b.groups.length &&
  a.groups.every((group, axis) => sameNumbers(group, b.groups[axis] ?? [])) &&
  (a.rows === b.rows || (a.rows !== undefined && b.rows !== undefined && sameNumbers(a.rows, b.rows)));

/** The axes in another order. */
export const transposeView = (view: View, permutation: readonly number[]): View => ({
  ...view,
  groups: permutation.map((axis) => view.groups[axis] ?? []),
});

/** The elements in axes of other sizes, or undefined when a new axis would take parts of factors that do not divide. */
export function reshapeView(view: View, shape: Shape): View | undefined {
  const sizes = [...view.factors];
  const rowOf = sizes.map((_, factor) => factor < view.rowFactors);
  const next: number[] = []; // which factor follows which, where one was cut
  const queue = view.groups.flat();
  const groups: number[][] = [];
  for (const size of shape) {
    let left: Dim = size;
    const group: number[] = [];
    while (left !== 1) {
      const factor = queue[0];
      if (factor === undefined) return undefined;
      const whole = sizes[factor] ?? 1;
      const rest = divideDims(left, whole);
      if (rest !== undefined) {
        queue.shift();
        group.push(factor);
        left = rest;
        continue;
      }
      const inner = divideDims(whole, left);
      if (inner === undefined || typeof left !== "number" || typeof inner !== "number") return undefined;
      const cut = sizes.push(inner) - 1; // factor = left · inner
      rowOf.push(rowOf[factor] ?? false);
      sizes[factor] = left;
      next[cut] = next[factor] ?? -1;
      next[factor] = cut;
      queue.splice(0, 1, cut);
      group.push(factor);
      left = 1;
    }
    groups.push(group);
  }
  if (queue.length > 0) return undefined;
  const order: number[] = [];
  for (const start of view.factors.keys()) for (let at = start; at >= 0; at = next[at] ?? -1) order.push(at);
  const place = new Map(order.map((factor, i) => [factor, i]));
  return merged({
    ...view,
    // nothing is put off: the first axis may be the rows as it is now
    ...(isPlain(view) ? { sourceRows: shape[0] ?? 1 } : {}),
    factors: order.map((factor) => sizes[factor] ?? 1),
    rowFactors: isPlain(view) ? (groups[0]?.length ?? 0) : order.filter((factor) => rowOf[factor]).length,
    groups: groups.map((group) => group.map((factor) => place.get(factor) ?? -1)),
  });
}

/** Rows of an axis that is made of rows of the source, in another order; undefined when the axis is not. */
export function reindexView(given: View, axis: number, index: Int32Array): View | undefined {
  const group = given.groups[axis] ?? [];
  const view = withRowFactors(given, group);
  if (group.length === 0 || view === undefined) return undefined;
  const sizes: number[] = [];
  for (const size of view.factors.slice(0, view.rowFactors)) {
    if (typeof size !== "number") return undefined;
    sizes.push(size);
  }
  const strides = sizes.map((_, factor) => sizes.slice(factor + 1).reduce((product, size) => product * size, 1));
  const moved = rowsOfAxis(group, sizes, strides, index);
  const first = Math.min(...group);
  const kept = [...sizes.keys()].filter((factor) => factor === first || !group.includes(factor));
  let rows = new Int32Array([0]);
  for (const factor of kept) {
    const steps = factor === first ? moved : Int32Array.from({ length: sizes[factor] ?? 1 }, (_, i) => i * (strides[factor] ?? 1));
    rows = outerSum(rows, steps);
  }
  const { rows: before } = view;
  if (before !== undefined) rows = rows.map((row) => (row < 0 ? -1 : (before[row] ?? -1)));

  const others = [...view.factors.keys()].slice(view.rowFactors);
  const stay = [...(index.length === 1 ? kept.filter((factor) => factor !== first) : kept), ...others];
  const place = new Map(stay.map((factor, i) => [factor, i]));
  return merged({
    ...view,
    rows,
    factors: stay.map((factor) => (factor === first ? index.length : (view.factors[factor] ?? 1))),
    rowFactors: stay.length - others.length,
    groups: view.groups.map((members, i) =>
      (i === axis ? [first] : members).flatMap((factor) => (place.has(factor) ? [place.get(factor) ?? -1] : [])),
    ),
  });
}

/** The same view with all factors of an axis in its rows: finer rows, when the axis has all rows and what comes next in them. */
function withRowFactors(view: View, group: readonly number[]): View | undefined {
  const count = Math.max(...group) + 1;
  if (count <= view.rowFactors) return view;
  if (view.rowFactors === 0 || group.length < count) return undefined;
  const finer = sizeOfDims(view.factors.slice(view.rowFactors, count));
  if (typeof finer !== "number" || typeof view.sourceRows !== "number") return undefined;
  const within = Int32Array.from({ length: finer }, (_, i) => i);
  return {
    ...view,
    sourceRows: view.sourceRows * finer,
    rows:
      view.rows &&
      outerSum(
        view.rows.map((row) => (row < 0 ? -1 : row * finer)),
        within,
      ),
    rowFactors: count,
  };
}

/** For every entry of the index, what it contributes to the number of a row: the digits of the entry in the factors of the axis. */
function rowsOfAxis(group: readonly number[], sizes: readonly number[], strides: readonly number[], index: Int32Array): Int32Array {
  return index.map((entry) => {
    if (entry < 0) return -1;
    let rest = entry;
    let row = 0;
    for (const factor of group.toReversed()) {
      const size = sizes[factor] ?? 1;
      row += (rest % size) * (strides[factor] ?? 1);
      rest = Math.floor(rest / size);
    }
    return row;
  });
}

/** All sums of one of each, the first outermost; -1 wins. */
function outerSum(outer: Int32Array, inner: Int32Array): Int32Array<ArrayBuffer> {
  const sums = new Int32Array(outer.length * inner.length);
  let at = 0;
  for (const a of outer) for (const b of inner) sums[at++] = a < 0 || b < 0 ? -1 : a + b;
  return sums;
}

/** Factors that always stand together, joined; rows and the rest stay apart. So one arrangement is written in one way. */
export function merged(view: View): View {
  const joined = new Set<number>(); // factors that continue the one before
  for (const group of view.groups) {
    for (const [i, factor] of group.entries()) if (i > 0 && group[i - 1] === factor - 1 && factor !== view.rowFactors) joined.add(factor);
  }
  if (joined.size === 0) return view;
  const factors: Dim[] = [];
  const place: number[] = [];
  for (const [factor, size] of view.factors.entries()) {
    if (joined.has(factor)) factors.push(mulDims(factors.pop() ?? 1, size));
    else factors.push(size);
    place.push(factors.length - 1);
  }
  return {
    ...view,
    factors,
    rowFactors: [...joined].reduce((count, factor) => (factor < view.rowFactors ? count - 1 : count), view.rowFactors),
    groups: view.groups.map((group) => group.filter((factor) => !joined.has(factor)).map((factor) => place[factor] ?? -1)),
  };
}

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
