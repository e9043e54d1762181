import type { movement as family } from "../ops/movement.ts";
import { resolveReshape } from "../shape/shape.ts";
import { castArray } from "../tensor-data.ts";
import { aroundAxis, broadcastStrides, copyStrided, dense, stridesOf } from "./rows.ts";
import type { EvaluateRules } from "./rule.ts";
import { takeRows } from "./take-rows.ts";
import { elementsOf, emptyValue, staticShape } from "./value.ts";
import type { Value } from "./value.ts";

/** Reads `x` with other strides, from another start, into a new value. */
function view(x: Value, shape: readonly number[], strides: readonly number[], start = 0): readonly Value[] {
  const out = emptyValue(x.dtype, shape, [x]);
  copyStrided(shape, { data: elementsOf(x), strides, start }, dense(out));
  return [out];
}

/** The position of the element whose index along every axis is given. */
const offset = (index: readonly number[], strides: readonly number[]): number =>
  index.reduce((sum, i, axis) => sum + i * (strides[axis] ?? 0), 0);

export const movement: EvaluateRules<typeof family> = {
  reshape: ({ x }, { shape }) => [{ ...x, shape: staticShape(resolveReshape(x.shape, shape)) }],

  transpose: ({ x }, { permutation }) => {
    const strides = stridesOf(x.shape);
    return view(
      x,
      permutation.map((axis) => x.shape[axis] ?? 1),
      permutation.map((axis) => strides[axis] ?? 0),
    );
  },

  slice: ({ x }, { starts, limits, steps }) => {
    const strides = stridesOf(x.shape);
    const shape = staticShape(limits).map((limit, axis) => Math.ceil((limit - (starts[axis] ?? 0)) / (steps[axis] ?? 1)));
    return view(
      x,
      shape,
      strides.map((stride, axis) => stride * (steps[axis] ?? 1)),
      offset(starts, strides),
    );
  },

  pad: ({ x }, { low, high, value }) => {
    const shape = x.shape.map((size, axis) => size + (low[axis] ?? 0) + (high[axis] ?? 0));
    const out = emptyValue(x.dtype, shape, [x]);
    elementsOf(out).fill(elementsOf({ ...out, data: castArray([value], undefined, x.dtype) })[0] ?? 0);
    const kept = x.shape.map((size, axis) => Math.max(0, size + Math.min(0, low[axis] ?? 0) + Math.min(0, high[axis] ?? 0)));
    const from = dense(x);
    const to = dense(out);
    const skipped = low.map((count) => Math.max(0, -count));
    const added = low.map((count) => Math.max(0, count));
    copyStrided(kept, { ...from, start: offset(skipped, from.strides) }, { ...to, start: offset(added, to.strides) });
    return [out];
  },

  concat: ({ values }, { axis }) => {
    const total = values.reduce((sum, value) => sum + (value.shape[axis] ?? 0), 0);
    const [first] = values;
    if (first === undefined) throw new Error("concat: expected at least one tensor, received none.");
    const out = emptyValue(first.dtype, first.shape.with(axis, total), values);
    const to = dense(out);
    let start = 0;
    for (const value of values) {
      copyStrided(value.shape, dense(value), { ...to, start: start * (to.strides[axis] ?? 0) });
      start += value.shape[axis] ?? 0;
    }
    return [out];
  },

  broadcastTo: ({ x }, { shape }) => view(x, staticShape(shape), broadcastStrides(x.shape, staticShape(shape))),

  reverse: ({ x }, { axes }) => {
    const strides = stridesOf(x.shape);
    const last = x.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
    return view(
      x,
      x.shape,
      strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
      offset(last, strides),
    );
  },

  reindex: ({ x }, { axis, index }) => {
    const out = emptyValue(x.dtype, x.shape.with(axis, index.length), [x]);
    takeRows(elementsOf(x), elementsOf(out), index, aroundAxis(x.shape, axis));
    return [out];
  },
};
