import { op } from "../op.ts";
import { addDims, floorDivDim, printDim, subDims } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { broadcastShapes, printShape, requireSameDim, resolveReshape, sameShape } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";

/** A part of every axis. */
export interface SliceParams {
  /** Per axis: first position (0 ≤ start), position behind the last (start ≤ limit ≤ size), and step (≥ 1). */
  readonly starts: readonly number[];
  readonly limits: readonly Dim[];
  readonly steps: readonly number[];
}

/** What is added around every axis. */
export interface PadParams {
  /** Per axis: how many elements to add in front and behind; negative ones take away. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: number;
}

/** Rows in another order. */
export interface ReindexParams {
  readonly axis: number;
  /** The source row of every result row; -1 gives a row of zeros. */
  readonly index: Int32Array;
}

/** Ops that move elements without computing; every dtype. */
export const movement = {
  reshape: op<{ readonly shape: Shape }>()({
    inputs: ["x"],
    infer: ({ x }, { shape }) => [{ dtype: x.dtype, shape: resolveReshape(x.shape, shape) }],
  }),
  transpose: op<{ readonly permutation: readonly number[] }>()({
    inputs: ["x"],
    infer: ({ x }, { permutation }) => {
      if (permutation.length !== x.shape.length || permutation.toSorted((a, b) => a - b).some((axis, i) => axis !== i)) {
        throw new Error(`transpose: [${permutation.join(", ")}] is not a permutation of the ${x.shape.length} axes of ${printSpec(x)}.`);
      }
      return [{ dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis] ?? 1) }];
    },
  }),
  slice: op<SliceParams>()({
    inputs: ["x"],
    infer: ({ x }, { starts, limits, steps }) => [
      {
        dtype: x.dtype,
        shape: x.shape.map((size, axis) => {
          const [start, limit, step] = [starts[axis] ?? 0, limits[axis] ?? size, steps[axis] ?? 1];
          if (
            start < 0 ||
            step < 1 ||
            (typeof limit === "number" && limit < start) ||
            (typeof limit === "number" && typeof size === "number" && limit > size)
          ) {
            throw new RangeError(`slice: ${start}:${printDim(limit)}:${step} does not fit axis ${axis} of ${printSpec(x)}.`);
          }
          return floorDivDim(addDims(subDims(limit, start), step - 1), step);
        }),
      },
    ],
  }),
  pad: op<PadParams>()({
    inputs: ["x"],
    infer: ({ x }, { low, high }) => [
      {
        dtype: x.dtype,
        shape: x.shape.map((size, axis) => {
          const padded = addDims(size, (low[axis] ?? 0) + (high[axis] ?? 0));
          if (typeof padded === "number" && padded < 0) throw new RangeError(`pad: takes more than axis ${axis} of ${printSpec(x)} has.`);
          return padded;
        }),
      },
    ],
  }),
  concat: op<{ readonly axis: number }>()({
    inputs: ["values[]"],
    infer: ({ values }, { axis }) => {
      const [first, ...rest] = values;
      if (first === undefined) throw new Error("concat: expected at least one tensor, received none.");
      for (const value of rest) {
        if (value.dtype !== first.dtype || value.shape.length !== first.shape.length) {
          throw new Error(`concat: ${printSpec(first)} and ${printSpec(value)} differ in dtype or rank.`);
        }
        value.shape.forEach(
          (dim, i) =>
            i !== axis && requireSameDim(dim, first.shape[i] ?? 1, `concat (axis ${i} of ${printSpec(first)} and ${printSpec(value)})`),
        );
      }
      const total = values.reduce<Dim>((sum, value) => addDims(sum, value.shape[axis] ?? 0), 0);
      return [{ dtype: first.dtype, shape: first.shape.map((dim, i) => (i === axis ? total : dim)) }];
    },
  }),
  broadcastTo: op<{ readonly shape: Shape }>()({
    inputs: ["x"],
    infer: ({ x }, { shape }) => {
      if (!sameShape(broadcastShapes(x.shape, shape, "broadcastTo"), shape))
        throw new Error(`broadcastTo: ${printSpec(x)} does not stretch to ${printShape(shape)}.`);
      return [{ dtype: x.dtype, shape }];
    },
  }),
  /** Reverses the order along axes (NumPy's flip). */
  reverse: op<{ readonly axes: readonly number[] }>()({ inputs: ["x"], infer: ({ x }) => [x] }),
  /** Rows moved by an index known when the graph is built, zeros included; commutes with elementwise ops, and two compose. */
  reindex: op<ReindexParams>()({
    inputs: ["x"],
    infer: ({ x }, { axis, index }) => [{ dtype: x.dtype, shape: x.shape.map((dim, i) => (i === axis ? index.length : dim)) }],
  }),
};
