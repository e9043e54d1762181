import { emptyArray } from "../dtype.ts";
import type { DType, NumericArray, TypedArray } from "../dtype.ts";
import { isStatic, printShape } from "../shape/shape.ts";
import type { Dim } from "../shape/dim.ts";
import { printDim } from "../shape/dim.ts";
import type { Shape } from "../shape/shape.ts";
import { sizeOfShape } from "../tensor-data.ts";

/**
 * What rules compute on: TensorData, or float32 values held in double precision. Rules never round by themselves: storing
 * into a Float32Array does it, so the same rules compute in double when their inputs are doubles.
 */
export interface Value {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray | Float64Array;
}

/** Arrays of JavaScript numbers. */
export type Numbers = NumericArray | Float64Array;

/** The elements of a value. Those of int64 are really BigInts: ops on it only move them, and moving works alike. */
export const elementsOf = (value: Value): Numbers => value.data as Numbers;

/** A zero-filled value; a float32 one is held in double when one of its sources is. */
export function emptyValue(dtype: DType, shape: readonly number[], sources: readonly Value[]): Value {
  const size = sizeOfShape(shape);
  const inDouble = dtype === "float32" && sources.some((source) => source.data instanceof Float64Array);
  return { dtype, shape, data: inDouble ? new Float64Array(size) : emptyArray(dtype, size) };
}

/** The numbers of a shape whose names were bound before. */
export function staticShape(shape: Shape): readonly number[] {
  if (!isStatic(shape)) throw new Error(`evaluate: the shape ${printShape(shape)} has named sizes. Bind them first.`);
  return shape;
}

/** The number of a dimension whose names were bound before. */
export function staticDim(dim: Dim): number {
  if (typeof dim !== "number") throw new Error(`evaluate: the size ${printDim(dim)} is not bound to a number.`);
  return dim;
}
