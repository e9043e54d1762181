import type { DType } from "../dtype.ts";
import { op } from "../op.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";
import type { Shape } from "../shape/shape.ts";

/** `axes` sorted and not negative. */
export interface ReduceParams {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** The axis along which a position is looked for. */
export interface ArgParams {
  readonly axis: number;
  readonly keepDims: boolean;
}

/** The shape that is left when `axes` are reduced. */
export const reducedShape = (shape: Shape, { axes, keepDims }: ReduceParams): Shape =>
  keepDims ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) : shape.filter((_, axis) => !axes.includes(axis));

const reduction = (name: string, allowed: readonly DType[]) =>
  op<ReduceParams>()({
    inputs: ["x"],
    infer: ({ x }, params) => {
      requireDtype(name, x, allowed);
      return [{ dtype: x.dtype, shape: reducedShape(x.shape, params) }];
    },
  });

const position = (name: string) =>
  op<ArgParams>()({
    inputs: ["x"],
    infer: ({ x }, { axis, keepDims }) => {
      requireDtype(name, x, ["float32", "int32"]);
      if (x.shape[axis] === 0) throw new Error(`${name}: axis ${axis} of ${printSpec(x)} is empty.`);
      return [{ dtype: "int32", shape: reducedShape(x.shape, { axes: [axis], keepDims }) }];
    },
  });

const requireDtype = (name: string, spec: TensorSpec, allowed: readonly DType[]): void => {
  if (!allowed.includes(spec.dtype))
    throw new TypeError(`${name}: expected ${allowed.join(" or ")}, received ${printSpec(spec)}. Cast it first.`);
};

/** Ops that fold axes. Over no elements: sum 0, prod 1, max -Infinity, min Infinity (the extreme integers for int32), any false, all true. */
export const reduce = {
  sum: reduction("sum", ["float32", "int32"]),
  prod: reduction("prod", ["float32", "int32"]),
  max: reduction("max", ["float32", "int32"]),
  min: reduction("min", ["float32", "int32"]),
  any: reduction("any", ["bool"]),
  all: reduction("all", ["bool"]),
  /** The first position of the largest element; NaN counts as largest. */
  argMax: position("argMax"),
  /** The first position of the smallest element; NaN counts as smallest. */
  argMin: position("argMin"),
};
