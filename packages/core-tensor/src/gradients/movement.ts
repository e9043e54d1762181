import type { movement } from "../ops/movement.ts";
import { printDim, subDims } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { tensor } from "../leaf-tensors.ts";
import { apply, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { sumTo, zerosOf } from "./reduce.ts";
import type { GradientRules } from "./rule.ts";

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

/** Rows of an axis with `step - 1` zeros between two. */
const spreadKnown = (g: Tensor, axis: number, size: number, step: number): Tensor => {
  const index = Int32Array.from({ length: Math.max(0, (size - 1) * step + 1) }, (_, i) => (i % step === 0 ? i / step : -1));
  return one(apply("reindex", { x: g }, { axis, index }));
};

/** The same for a free size, and zeros behind the last: padding of a new axis. */
function spreadFree(g: Tensor, axis: number, step: number): Tensor {
  const apart = g.expandDims(axis + 1);
  const wide = one(apply("pad", { x: apart }, { low: zeros(apart.ndim), high: zeros(apart.ndim).with(axis + 1, step - 1), value: 0 }));
  return wide.reshape([...g.shape.slice(0, axis), -1, ...g.shape.slice(axis + 1)]);
}

/** Elements move back the way they came. */
export const movementGradients: GradientRules<typeof movement> = {
  reshape: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.reshape(x.shape) }),
  transpose: ({ params: { permutation }, cotangents: [g] }) => ({
    x: g.transpose(permutation.map((_, axis) => permutation.indexOf(axis))),
  }),
  // Steps spread the cotangent (zeros between), then the ends are padded back.
  slice: ({ inputs: { x }, params: { starts, limits, steps }, cotangents: [g] }) => {
    let spread = g;
    steps.forEach((step, axis) => {
      const size = spread.shape[axis] ?? 1;
      if (step !== 1) spread = typeof size === "number" ? spreadKnown(spread, axis, size, step) : spreadFree(spread, axis, step);
    });
    const high = x.shape.map((size, axis) => {
      const start = starts[axis] ?? 0;
      const rest: Dim = subDims(subDims(size, start), spread.shape[axis] ?? 0);
      if (typeof rest !== "number")
        throw new Error(
          `slice: the gradient needs to know how much of axis ${axis} was cut off (limit ${printDim(limits[axis] ?? size)}).`,
        );
      return rest;
    });
    return { x: one(apply("pad", { x: spread }, { low: starts, high, value: 0 })) };
  },
  pad: ({ params: { low, high }, cotangents: [g] }) => ({
    x: one(apply("pad", { x: g }, { low: low.map((n) => -n), high: high.map((n) => -n), value: 0 })),
  }),
  concat: ({ inputs: { values }, params: { axis }, cotangents: [g] }) => {
    let start = 0;
    return {
      values: values.map(({ shape }) => {
        const size = shape[axis];
        if (typeof size !== "number") throw new Error("concat: its gradient needs known sizes along the joined axis.");
        const part = g.slice(
          g.shape.map((_, i) => (i === axis ? start : 0)),
          g.shape.map((_, i) => (i === axis ? start + size : null)),
        );
        start += size;
        return part;
      }),
    };
  },
  broadcastTo: ({ inputs: { x }, cotangents: [g] }) => ({ x: sumTo(g, x.shape) }),
  reverse: ({ params, cotangents: [g] }) => ({ x: one(apply("reverse", { x: g }, params)) }),
  // A row used once goes back by a reindex, repeated rows by adding up.
  reindex: ({ inputs: { x }, params: { axis, index }, cotangents: [g] }) => {
    const size = x.shape[axis];
    const used = index.filter((row) => row >= 0);
    if (typeof size === "number" && new Set(used).size === used.length) {
      const inverse = new Int32Array(size).fill(-1);
      index.forEach((row, position) => row >= 0 && (inverse[row] = position));
      return { x: one(apply("reindex", { x: g }, { axis, index: inverse })) };
    }
    const kept = Int32Array.from(index.keys()).filter((position) => (index[position] ?? -1) >= 0);
    const updates = one(apply("reindex", { x: g }, { axis, index: kept }));
    return { x: one(apply("scatterAdd", { x: zerosOf(x.shape), indices: tensor(used), updates }, { axis })) };
  },
};
