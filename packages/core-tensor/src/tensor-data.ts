import { dtypeOf, emptyArray } from "./dtype.ts";
import type { ArrayOf, DType, TypedArray } from "./dtype.ts";
import { fromFloat16, toFloat16 } from "./float16.ts";

/** Numbers on the host with a shape: what data sets return, `fit` takes and the interpreter computes on. Row-major. */
export interface TensorData<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: ArrayOf[D];
}

/** Nested JavaScript numbers or booleans, `[[1, 2], [3, 4]]`, or a single one. */
export type Nested = number | boolean | readonly Nested[];

/** Any form in which people hold numbers. Float64Array becomes float32. */
export type ArrayLike = Nested | readonly TypedArray[] | TypedArray | Float64Array | TensorData;

/** Whether a value is numbers with a shape and a dtype. */
export function isTensorData(value: unknown): value is TensorData {
  return (
    typeof value === "object" && value !== null && "dtype" in value && "shape" in value && "data" in value && ArrayBuffer.isView(value.data)
  );
}

/** The number of elements of a shape. */
export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((size, dim) => size * dim, 1);

/**
 * Makes {@link TensorData} of nested numbers, a typed array or another TensorData.
 *
 * @param values nested numbers (every row of equal length), booleans, or a typed array; a typed array of the right dtype is not copied
 * @param shape defaults to the nesting, or one axis for a typed array
 * @param dtype defaults to the typed array's, to `bool` for booleans, else `float32`
 * @throws when rows differ in length, or the number of values is not that of the shape
 */
export function tensorData<D extends DType = DType>(values: ArrayLike, shape?: readonly number[], dtype?: D): TensorData<D>;
export function tensorData(values: ArrayLike, shape?: readonly number[], dtype?: DType): TensorData {
  if (isTensorData(values)) return convert(values.data, shape ?? values.shape, dtype ?? values.dtype, values.dtype);
  if (values instanceof Float64Array) return convert(Float32Array.from(values), shape ?? [values.length], dtype ?? "float32", "float32");
  if (isTypedArray(values)) return convert(values, shape ?? [values.length], dtype ?? dtypeOf(values), dtypeOf(values));
  const nested: NestedOrRows = values;
  const found = shapeOfNested(nested);
  const flat: number[] = [];
  const sawBoolean = flatten(nested, found, 0, flat, []);
  const source = dtype ?? (sawBoolean ? "bool" : "float32");
  return convert(flat, shape ?? found, source, undefined);
}

/** The nested JavaScript numbers (booleans for `bool`) of a TensorData; int64 beyond 2^53 is rounded. */
export function toNested({ dtype, shape, data }: TensorData): Nested {
  const read = (index: number): number | boolean => {
    const element = Number(data[index]);
    return dtype === "bool" ? element !== 0 : dtype === "float16" ? fromFloat16(element) : element;
  };
  const build = (axis: number, offset: number, stride: number): Nested => {
    if (axis === shape.length) return read(offset);
    const inner = stride / (shape[axis] ?? 1);
    return Array.from({ length: shape[axis] ?? 0 }, (_, i) => build(axis + 1, offset + i * inner, inner));
  };
  return build(0, 0, sizeOfShape(shape));
}

type NestedOrRows = Nested | readonly TypedArray[];

const isTypedArray = (value: unknown): value is TypedArray => ArrayBuffer.isView(value) && !(value instanceof DataView);

function shapeOfNested(values: NestedOrRows): number[] {
  const shape: number[] = [];
  let current: NestedOrRows | TypedArray | undefined = values;
  while (Array.isArray(current) || isTypedArray(current)) {
    shape.push(current.length);
    if (isTypedArray(current)) break;
    current = (current as readonly (Nested | TypedArray)[])[0];
  }
  return shape;
}

/** Appends the numbers of `values` to `out`, checking every row against `shape`; returns whether all of them are booleans. */
function flatten(
  values: NestedOrRows | TypedArray,
  shape: readonly number[],
  axis: number,
  out: number[],
  path: readonly number[],
): boolean {
  if (typeof values === "number" || typeof values === "boolean") {
    if (axis !== shape.length) throw raggedError(path, `one value`, shape, axis);
    out.push(Number(values));
    return typeof values === "boolean";
  }
  if (!Array.isArray(values) && !isTypedArray(values)) {
    throw new TypeError(
      `tensorData: expected a number at [${path.join(", ")}], received ${describe(values)}.${typeof values === "string" ? " Texts become numbers first, by a tokenizer or textVectorization." : ""}`,
    );
  }
  if (axis === shape.length || values.length !== shape[axis]) throw raggedError(path, `${values.length} values`, shape, axis);
  let allBooleans = values.length > 0;
  const rows = values as ArrayLikeRows;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (typeof row === "number" && axis + 1 === shape.length) {
      out.push(row);
      allBooleans = false;
    } else if (!flatten(row as NestedOrRows, shape, axis + 1, out, [...path, i])) allBooleans = false;
  }
  return allBooleans;
}

interface ArrayLikeRows {
  readonly length: number;
  readonly [index: number]: unknown;
}

const describe = (value: unknown): string => (value === null ? "null" : typeof value === "string" ? JSON.stringify(value) : typeof value);

const raggedError = (path: readonly number[], received: string, shape: readonly number[], axis: number): Error =>
  new Error(
    `tensorData: rows differ in length. Expected ${axis === shape.length ? "one value" : `${shape[axis]} values`} at [${path.join(", ")}] as in the first row, received ${received}. Make rows one length: padSequences does so for sequences.`,
  );

function convert(values: TypedArray | readonly number[], shape: readonly number[], dtype: DType, from: DType | undefined): TensorData {
  if (values.length !== sizeOfShape(shape)) {
    throw new Error(`tensorData: shape [${shape.join(", ")}] holds ${sizeOfShape(shape)} values, received ${values.length}.`);
  }
  const reuse = from === dtype || (from === "uint8" && dtype === "bool" && isZeroOne(values));
  return { dtype, shape: [...shape], data: reuse && isTypedArray(values) ? values : castArray(values, from, dtype) };
}

const isZeroOne = (values: TypedArray | readonly number[]): boolean => values.every((value: number | bigint) => value === 0 || value === 1);

/** Converts elements as `cast` does: towards zero for integers, wrapping; anything but zero (NaN too) is true. */
export function castArray(values: TypedArray | readonly number[], from: DType | undefined, to: DType): TypedArray {
  const size = values.length;
  if (from === to && isTypedArray(values)) return values.slice();
  const read = from === "float16" ? (i: number) => fromFloat16(Number(values[i])) : (i: number) => Number(values[i]);
  const out = emptyArray(to, size);
  if (out instanceof BigInt64Array) {
    for (let i = 0; i < size; i++) {
      const value = read(i);
      out[i] = Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
    }
  } else if (to === "bool") for (let i = 0; i < size; i++) out[i] = read(i) === 0 ? 0 : 1;
  else if (to === "float16") for (let i = 0; i < size; i++) out[i] = toFloat16(read(i));
  else for (let i = 0; i < size; i++) out[i] = read(i);
  return out;
}
