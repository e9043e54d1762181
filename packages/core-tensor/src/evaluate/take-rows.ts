import type { Numbers } from "./value.ts";

/** Copies rows of the middle axis, in the order of `index`; -1 leaves a row as it is. */
export function takeRows(
  from: Numbers,
  to: Numbers,
  index: ArrayLike<number>,
  { outer, size, inner }: { outer: number; size: number; inner: number },
): void {
  for (let i = 0; i < outer; i++) {
    for (let row = 0; row < index.length; row++) {
      const source = index[row] ?? -1;
      if (source < 0) continue;
      const start = (i * size + source) * inner;
      const target = (i * index.length + row) * inner;
      if (inner === 1) to[target] = from[start] ?? 0;
      else to.set(from.subarray(start, start + inner), target);
    }
  }
}
