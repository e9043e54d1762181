import type { indexing as family } from "../ops/indexing.ts";
import { aroundAxis } from "./rows.ts";
import type { EvaluateRules } from "./rule.ts";
import { takeRows } from "./take-rows.ts";
import { elementsOf, emptyValue, staticDim } from "./value.ts";
import type { Numbers, Value } from "./value.ts";

export const indexing: EvaluateRules<typeof family> = {
  gather: ({ x, indices }, { axis }) => {
    const index = requireInRange("gather", x, indices, axis);
    const out = emptyValue(x.dtype, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)], [x]);
    takeRows(elementsOf(x), elementsOf(out), index, aroundAxis(x.shape, axis));
    return [out];
  },

  scatterAdd: ({ x, indices, updates }, { axis }) => {
    const index = requireInRange("scatterAdd", x, indices, axis);
    const { outer, size, inner } = aroundAxis(x.shape, axis);
    return accumulate(x, updates, (add) => {
      for (let i = 0; i < outer; i++) {
        for (let row = 0; row < index.length; row++) {
          const to = (i * size + (index[row] ?? 0)) * inner;
          const from = (i * index.length + row) * inner;
          for (let column = 0; column < inner; column++) add(to + column, from + column);
        }
      }
    });
  },

  takeAlongAxis: ({ x, indices }, { axis }) => {
    const index = requireInRange("takeAlongAxis", x, indices, axis);
    const out = emptyValue(x.dtype, indices.shape, [x]);
    const [from, to] = [elementsOf(x), elementsOf(out)];
    forEachAlongAxis(x, index, indices.shape, axis, (source, position) => {
      to[position] = from[source] ?? 0;
    });
    return [out];
  },

  scatterAddAlongAxis: ({ x, indices, updates }, { axis }) => {
    const index = requireInRange("scatterAddAlongAxis", x, indices, axis);
    return accumulate(x, updates, (add) => forEachAlongAxis(x, index, indices.shape, axis, add));
  },

  cumsum: ({ x }, { axis, exclusive, reverse }) => {
    const out = emptyValue(x.dtype, x.shape, [x]);
    const [from, to] = [elementsOf(x), elementsOf(out)];
    const { outer, size, inner } = aroundAxis(x.shape, axis);
    for (let row = 0; row < outer * inner; row++) {
      const start = Math.floor(row / inner) * size * inner + (row % inner);
      let total = 0; // in double precision; for int32 exact up to 2^21 elements, then stored wrapped
      for (let i = 0; i < size; i++) {
        const position = start + (reverse ? size - 1 - i : i) * inner;
        const before = total;
        total += from[position] ?? 0;
        to[position] = exclusive ? before : total;
      }
    }
    return [out];
  },

  topK: ({ x }, { k: dim, largest }) => {
    const k = staticDim(dim);
    const size = x.shape.at(-1) ?? 1;
    const shape = [...x.shape.slice(0, -1), k];
    const [values, positions] = [emptyValue(x.dtype, shape, [x]), emptyValue("int32", shape, [])];
    const [from, to, toPosition] = [elementsOf(x), elementsOf(values), elementsOf(positions)];
    const rows = size === 0 ? 0 : from.length / size;
    const order = new Int32Array(size);
    for (let row = 0; row < rows; row++) {
      const read = (i: number): number => from[row * size + i] ?? 0;
      for (let i = 0; i < size; i++) order[i] = i;
      order.sort((i, j) => (largest ? ascending(read(j), read(i)) : ascending(read(i), read(j))) || i - j);
      for (let i = 0; i < k; i++) {
        to[row * k + i] = read(order[i] ?? 0);
        toPosition[row * k + i] = order[i] ?? 0;
      }
    }
    return [values, positions];
  },

  iota: (_, { size, dtype }) => {
    const out = emptyValue(dtype, [staticDim(size)], []);
    const to = elementsOf(out);
    for (let i = 0; i < to.length; i++) to[i] = i;
    return [out];
  },
};

/** Order of numbers in which NaN counts as the largest, as in NumPy's sort. */
function ascending(a: number, b: number): number {
  if (a < b || (Number.isNaN(b) && !Number.isNaN(a))) return -1;
  return a > b || (Number.isNaN(a) && !Number.isNaN(b)) ? 1 : 0;
}

/** The indices, all of them positions on `axis`; a graph cannot promise that, and reading beside the row would go unnoticed. */
function requireInRange(name: string, x: Value, indices: Value, axis: number): Numbers {
  const size = x.shape[axis] ?? 1;
  const index = elementsOf(indices);
  const bad = index.findIndex((position) => position < 0 || position >= size);
  if (bad >= 0)
    throw new RangeError(`${name}: index ${index[bad]} (number ${bad} of the indices) is out of range for axis ${axis} of size ${size}.`);
  return index;
}

/** A copy of `x` to which updates are added, in double precision and rounded once. */
function accumulate(x: Value, updates: Value, each: (add: (to: number, from: number) => void) => void): readonly Value[] {
  const out = emptyValue(x.dtype, x.shape, [x, updates]);
  const from = elementsOf(updates);
  const totals = Float64Array.from(elementsOf(x));
  each((to, position) => {
    totals[to] = (totals[to] ?? 0) + (from[position] ?? 0);
  });
  elementsOf(out).set(totals);
  return [out];
}

/** Calls `visit` with the position in `x` that every index names and with the position of that index. */
function forEachAlongAxis(
  x: Value,
  index: Numbers,
  shape: readonly number[],
  axis: number,
  visit: (source: number, position: number) => void,
): void {
  const { size, inner } = aroundAxis(x.shape, axis);
  const count = shape[axis] ?? 1;
  for (let position = 0; position < index.length; position++) {
    const outer = Math.floor(position / (count * inner));
    visit((outer * size + (index[position] ?? 0)) * inner + (position % inner), position);
  }
}
