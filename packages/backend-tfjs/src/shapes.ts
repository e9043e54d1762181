/** An element-wise operation on as few axes as it takes: neighbours that stretch alike become one axis. */
export interface Broadcast {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly out: readonly number[];
}

/** Merges axes of `a` and `b`, which broadcast to `out`; leading ones go away, so that equal shapes become one axis and a scalar none. */
export function mergeBroadcast(a: readonly number[], b: readonly number[], out: readonly number[]): Broadcast {
  const merged: { a: number; b: number; out: number }[] = [];
  out.forEach((size, axis) => {
    if (size === 1) return;
    const x = a[axis - out.length + a.length] ?? 1;
    const y = b[axis - out.length + b.length] ?? 1;
    const last = merged.at(-1);
    if (last !== undefined && (last.a === 1) === (x === 1) && (last.b === 1) === (y === 1)) {
      last.a *= x;
      last.b *= y;
      last.out *= size;
    } else merged.push({ a: x, b: y, out: size });
  });
  return {
    a: withoutLeadingOnes(merged.map(({ a }) => a)),
    b: withoutLeadingOnes(merged.map(({ b }) => b)),
    out: merged.map(({ out }) => out),
  };
}

/** Whether an operand repeats as a whole: it equals the last axes of the result, or is one number. */
export const isSuffix = (shape: readonly number[], out: readonly number[]): boolean =>
  shape.every((size, axis) => size === out[axis - shape.length + out.length]);

/** Merges neighbouring axes of which both or none are marked. */
export function mergeMarked(
  shape: readonly number[],
  marked: readonly number[],
): { readonly shape: readonly number[]; readonly axes: readonly number[] } {
  const merged: { size: number; mark: boolean }[] = [];
  shape.forEach((size, axis) => {
    const mark = marked.includes(axis);
    const last = merged.at(-1);
    if (last?.mark === mark) last.size *= size;
    else merged.push({ size, mark });
  });
  return { shape: merged.map(({ size }) => size), axes: merged.flatMap(({ mark }, axis) => (mark ? [axis] : [])) };
}

/** A permutation on as few axes as it takes: axes of size 1 go, neighbours that stay neighbours become one. */
export function mergePermutation(
  shape: readonly number[],
  permutation: readonly number[],
): { readonly shape: readonly number[]; readonly permutation: readonly number[] } {
  const groups: { first: number; last: number; size: number }[] = [];
  const kept = shape.map((size, axis) => (size === 1 ? -1 : axis)).filter((axis) => axis >= 0);
  for (const axis of permutation) {
    const size = shape[axis] ?? 1;
    const last = groups.at(-1);
    if (size === 1) continue;
    if (last !== undefined && kept[kept.indexOf(last.last) + 1] === axis) {
      last.last = axis;
      last.size *= size;
    } else groups.push({ first: axis, last: axis, size });
  }
  const ordered = groups.toSorted((p, q) => p.first - q.first);
  return { shape: ordered.map(({ size }) => size), permutation: groups.map((group) => ordered.indexOf(group)) };
}

/** Whether a permutation only swaps the last two axes. */
export const swapsMatrices = (permutation: readonly number[]): boolean =>
  permutation.length >= 2 && permutation.every((axis, i) => axis === (i < permutation.length - 2 ? i : 2 * permutation.length - 3 - i));

function withoutLeadingOnes(shape: readonly number[]): readonly number[] {
  const first = shape.findIndex((size) => size !== 1);
  return first < 0 ? [] : shape.slice(first);
}
