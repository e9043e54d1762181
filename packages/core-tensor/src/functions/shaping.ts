import { tensor } from "../leaf-tensors.ts";
import { unknownName } from "../nearest.ts";
import { apply, literal, one, sizeTensor, toTensor } from "../tensor.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import type { DType } from "../dtype.ts";
import { mulDims } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { printShape, resolveAxes, resolveAxis } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec, sameSpec } from "../spec.ts";
import { padIndex, padModes } from "./pad-index.ts";
import type { PadMode } from "./pad-index.ts";

/** A tensor filled with one value. dtype: float32 unless given, bool for a boolean. */
export const full = (shape: Shape, value: number | boolean, dtype: DType = typeof value === "boolean" ? "bool" : "float32"): Tensor =>
  literal(value, dtype).broadcastTo(shape);
/** A tensor of zeros. dtype: float32 unless given. */
export const zeros = (shape: Shape, dtype: DType = "float32"): Tensor => full(shape, 0, dtype);
/** A tensor of ones. dtype: float32 unless given. */
export const ones = (shape: Shape, dtype: DType = "float32"): Tensor => full(shape, 1, dtype);
/** Zeros of the shape and dtype of `x`. */
export const zerosLike = (x: Tensor): Tensor => zeros(x.shape, x.dtype);
/** Ones of the shape and dtype of `x`. */
export const onesLike = (x: Tensor): Tensor => ones(x.shape, x.dtype);

/** 0, 1, … size − 1. */
export const iota = (size: Dim, dtype: DType = "int32"): Tensor => one(apply("iota", {}, { size, dtype }));

/** `start, start + step, …` below (above, for a negative step) `stop`, as NumPy's arange. */
export function range(start: number, stop: number, step = 1, dtype: DType = "int32"): Tensor {
  if (step === 0) throw new RangeError("range: the step must not be 0.");
  return iota(Math.max(0, Math.ceil((stop - start) / step)), dtype)
    .mul(step)
    .add(start);
}

/** `count` numbers from `start` to `stop`, both included. */
export const linspace = (start: number, stop: number, count: number): Tensor =>
  tensor(Float32Array.from({ length: count }, (_, i) => (count === 1 ? start : start + ((stop - start) * i) / (count - 1))));

/** The identity matrix, or ones on one of its diagonals. */
export const eye = (rows: Dim, columns: Dim = rows, diagonal = 0, dtype: DType = "float32"): Tensor =>
  iota(rows).expandDims(1).add(diagonal).equal(iota(columns).expandDims(0)).cast(dtype);

/**
 * Joins tensors along an existing axis.
 *
 * @param values one dtype, and one shape but for `axis`
 */
export const concat = (values: readonly Tensor[], axis = 0): Tensor => {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error("concat: expected at least one tensor, received none.");
  const at = resolveAxis(axis, first.ndim, "concat");
  return rest.length === 0 ? first : one(apply("concat", { values }, { axis: at }));
};

/** Joins tensors of one shape and dtype along a new axis, which `axis` is in the result. */
export function stack(values: readonly Tensor[], axis = 0): Tensor {
  const [first] = values;
  if (first === undefined) throw new Error("stack: expected at least one tensor, received none.");
  const other = values.find(({ spec }) => !sameSpec(spec, first.spec));
  if (other !== undefined)
    throw new Error(`stack: expected tensors of one shape, received ${printSpec(first.spec)} and ${printSpec(other.spec)}.`);
  return concat(
    values.map((value) => value.expandDims(axis)),
    axis,
  );
}

/**
 * Cuts an axis into `parts` equal pieces, or into pieces of the given sizes.
 *
 * @throws when they do not make up the axis, or its size is not known
 */
export function split(x: Tensor, parts: number | readonly number[], axis = 0): readonly Tensor[] {
  const at = resolveAxis(axis, x.ndim, "split");
  const size = x.shape[at];
  if (typeof size !== "number") throw new Error(`split: axis ${at} of ${printShape(x.shape)} has no known size.`);
  if (typeof parts === "number" && !(parts > 0 && size % parts === 0)) {
    throw new RangeError(`split: ${size} is not divisible into ${parts} parts. Give their sizes.`);
  }
  const sizes = typeof parts === "number" ? Array.from({ length: parts }, () => size / parts) : parts;
  if (sizes.some((part) => !(part >= 0)) || sizes.reduce((sum, part) => sum + part, 0) !== size) {
    throw new RangeError(`split: sizes [${sizes.join(", ")}] do not add up to ${size}.`);
  }
  let start = 0;
  return sizes.map((part) => {
    const from = start;
    start += part;
    return sliceAxis(x, at, from, from + part);
  });
}

/** Part of one axis, by the rules of {@link Tensor.slice}. */
export function sliceAxis(x: Tensor, axis: number, start: number, end: Dim | null, step = 1): Tensor {
  const at = resolveAxis(axis, x.ndim, "slice");
  return x.slice(
    x.shape.map((_, i) => (i === at ? start : 0)),
    x.shape.map((_, i) => (i === at ? end : null)),
    x.shape.map((_, i) => (i === at ? step : 1)),
  );
}

/** What {@link pad} adds. */
export interface PadOptions {
  /** A `value`, or rows of the tensor: mirrored without the edge (`"reflect"`) or with it (`"symmetric"`), the edge, or the other end. Default: `"constant"`. */
  readonly mode?: PadMode | undefined;
  /** Of the mode `"constant"`. Default: 0. */
  readonly value?: number | undefined;
}

/**
 * Adds elements around a tensor (NumPy's `pad`).
 *
 * @param padding `[before, after]` for every axis; negative counts take away (mode `"constant"` only)
 * @param options a number is the `value` to add
 * @throws when a mode other than `"constant"` is to pad an axis that is empty or of free size
 */
export function pad(x: Tensor, padding: readonly (readonly [number, number])[], options: number | PadOptions = 0): Tensor {
  const { mode = "constant", value = 0 } = typeof options === "number" ? { value: options } : options;
  if (padding.length !== x.ndim) {
    throw new RangeError(`pad: expected [before, after] for the ${x.ndim} axes of ${printSpec(x.spec)}, received ${padding.length}.`);
  }
  if (mode === "constant")
    return one(apply("pad", { x }, { low: padding.map(([low]) => low), high: padding.map(([, high]) => high), value }));
  if (!padModes.includes(mode)) throw new RangeError(unknownName("pad mode", mode, padModes));
  return padding.reduce((padded, [low, high], axis) => {
    if (low === 0 && high === 0) return padded;
    const size = x.shape[axis];
    if (low < 0 || high < 0) throw new RangeError(`pad: the mode "${mode}" cannot take away, received [${low}, ${high}] for axis ${axis}.`);
    if (typeof size !== "number" || size === 0) {
      throw new RangeError(`pad: the mode "${mode}" needs axis ${axis} of ${printSpec(x.spec)} to have a known size of at least 1.`);
    }
    return reindex(padded, padIndex(size, low, high, mode), axis);
  }, x);
}

/** Repeats the whole tensor `repeats[axis]` times along each axis. */
export function tile(x: Tensor, repeats: readonly Dim[]): Tensor {
  if (repeats.length !== x.ndim)
    throw new RangeError(`tile: expected ${x.ndim} repeats for ${printShape(x.shape)}, received ${repeats.length}.`);
  const apart = x.reshape(x.shape.flatMap((dim) => [1, dim]));
  const wide = apart.broadcastTo(x.shape.flatMap((dim, axis) => [repeats[axis] ?? 1, dim]));
  return wide.reshape(x.shape.map((dim, axis) => mulDims(dim, repeats[axis] ?? 1)));
}

/** Reverses the order along axes (default: all). */
export const flip = (x: Tensor, axis?: number | readonly number[]): Tensor =>
  one(apply("reverse", { x }, { axes: resolveAxes(axis, x.ndim, "flip") }));

/** `condition ? a : b` per element; all three broadcast. Two literals give float32, two booleans bool. */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  const literals = typeof a === "boolean" && typeof b === "boolean" ? "bool" : "float32";
  const dtype = typeof a === "object" ? a.dtype : typeof b === "object" ? b.dtype : literals;
  return one(apply("where", { condition, a: toTensor(a, dtype), b: toTensor(b, dtype) }, {}));
}

/** Swaps two axes. */
export function swapAxes(x: Tensor, a: number, b: number): Tensor {
  const [i, j] = [resolveAxis(a, x.ndim, "swapAxes"), resolveAxis(b, x.ndim, "swapAxes")];
  return x.transpose(x.shape.map((_, axis) => (axis === i ? j : axis === j ? i : axis)));
}

/** Moves one axis to another place; the others keep their order. */
export function moveAxis(x: Tensor, from: number, to: number): Tensor {
  const [source, target] = [resolveAxis(from, x.ndim, "moveAxis"), resolveAxis(to, x.ndim, "moveAxis")];
  return x.transpose([...x.shape.keys()].filter((axis) => axis !== source).toSpliced(target, 0, source));
}

/** The rows of `x` in an order (or repetition) fixed when the graph is built; -1 gives zeros. */
export const reindex = (x: Tensor, index: Int32Array | readonly number[], axis = 0): Tensor =>
  one(apply("reindex", { x }, { axis: resolveAxis(axis, x.ndim, "reindex"), index: Int32Array.from(index) }));

/** The number of elements (or of those along some axes) as a scalar. */
export const size = (x: Tensor, axis?: number | readonly number[], dtype: DType = "int32"): Tensor =>
  sizeTensor(
    resolveAxes(axis, x.ndim, "size").reduce<Dim>((total, i) => mulDims(total, x.shape[i] ?? 1), 1),
    dtype,
  );
