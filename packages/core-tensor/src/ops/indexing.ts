import { op } from "../op.ts";
import type { DType } from "../dtype.ts";
import type { Dim } from "../shape/dim.ts";
import { printDim } from "../shape/dim.ts";
import { printShape, requireSameDim, sameShape } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";

/** The axis along which positions count. */
export interface AxisParams {
  readonly axis: number;
}

const requireIndices = (name: string, indices: TensorSpec): void => {
  if (indices.dtype !== "int32") throw new TypeError(`${name}: expected int32 indices, received ${printSpec(indices)}. Cast them first.`);
};

/** x's shape with `axis` replaced by all axes of the indices. */
const gatheredShape = (x: Shape, indices: Shape, axis: number): Shape => [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)];

/** All axes of the indices but `axis` equal x's. */
function requireAlong(name: string, x: TensorSpec, indices: TensorSpec, axis: number): void {
  requireIndices(name, indices);
  if (x.shape.length !== indices.shape.length)
    throw new Error(`${name}: ${printSpec(x)} and indices ${printSpec(indices)} differ in rank.`);
  x.shape.forEach((dim, i) => i !== axis && requireSameDim(dim, indices.shape[i] ?? 1, `${name} (axis ${i})`));
}

/** Ops that pick, add or order elements by position. Indices are int32, not negative and in range. */
export const indexing = {
  /** Rows of `x` along `axis` (NumPy's take): the axis is replaced by the shape of `indices`. */
  gather: op<AxisParams>()({
    inputs: ["x", "indices"],
    infer: ({ x, indices }, { axis }) => {
      requireIndices("gather", indices);
      return [{ dtype: x.dtype, shape: gatheredShape(x.shape, indices.shape, axis) }];
    },
  }),
  /** `x` with `updates` added to the rows that `indices` name; repeated rows add up. The adjoint of {@link indexing.gather}. */
  scatterAdd: op<AxisParams>()({
    inputs: ["x", "indices", "updates"],
    infer: ({ x, indices, updates }, { axis }) => {
      requireIndices("scatterAdd", indices);
      const expected = gatheredShape(x.shape, indices.shape, axis);
      if (updates.dtype !== x.dtype || !sameShape(updates.shape, expected)) {
        throw new Error(`scatterAdd: expected updates ${x.dtype}${printShape(expected)}, received ${printSpec(updates)}.`);
      }
      return [x];
    },
  }),
  /** One element per position of `indices` (NumPy's take_along_axis); shapes agree but for `axis`. */
  takeAlongAxis: op<AxisParams>()({
    inputs: ["x", "indices"],
    infer: ({ x, indices }, { axis }) => {
      requireAlong("takeAlongAxis", x, indices, axis);
      return [{ dtype: x.dtype, shape: indices.shape }];
    },
  }),
  /** The adjoint of {@link indexing.takeAlongAxis}: `updates` (shaped as `indices`) added to `x`. */
  scatterAddAlongAxis: op<AxisParams>()({
    inputs: ["x", "indices", "updates"],
    infer: ({ x, indices, updates }, { axis }) => {
      requireAlong("scatterAddAlongAxis", x, indices, axis);
      if (updates.dtype !== x.dtype || !sameShape(updates.shape, indices.shape)) {
        throw new Error(`scatterAddAlongAxis: expected updates ${x.dtype}${printShape(indices.shape)}, received ${printSpec(updates)}.`);
      }
      return [x];
    },
  }),
  /** Running sums along an axis; `exclusive` leaves the element itself out, `reverse` sums from the end. */
  cumsum: op<AxisParams & { readonly exclusive: boolean; readonly reverse: boolean }>()({
    inputs: ["x"],
    infer: ({ x }) => {
      if (x.dtype !== "float32" && x.dtype !== "int32")
        throw new TypeError(`cumsum: expected float32 or int32, received ${printSpec(x)}. Cast it first.`);
      return [x];
    },
  }),
  /** The `k` largest (or smallest) of the last axis, in order, and their positions; of equal ones the first comes first. */
  topK: op<{ readonly k: Dim; readonly largest: boolean }>()({
    inputs: ["x"],
    infer: ({ x }, { k, largest }) => {
      const last = x.shape.at(-1);
      if (x.dtype !== "float32" && x.dtype !== "int32")
        throw new TypeError(`topK: expected float32 or int32, received ${printSpec(x)}. Cast it first.`);
      if (last === undefined || (typeof k === "number" && typeof last === "number" && k > last)) {
        throw new RangeError(`topK: cannot take the ${printDim(k)} ${largest ? "largest" : "smallest"} of ${printSpec(x)}.`);
      }
      const shape = [...x.shape.slice(0, -1), k];
      return [
        { dtype: x.dtype, shape },
        { dtype: "int32", shape },
      ];
    },
  }),
  /** 0, 1, 2, … */
  iota: op<{ readonly size: Dim; readonly dtype: DType }>()({
    inputs: [],
    infer: (_, { size, dtype }) => {
      if (dtype !== "float32" && dtype !== "int32" && dtype !== "uint32")
        throw new TypeError(`iota: expected float32, int32 or uint32, received ${dtype}.`);
      return [{ dtype, shape: [size] }];
    },
  }),
};
