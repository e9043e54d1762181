/**
 * Element types. `float32`, `int32`, `uint32` and `bool` compute; `uint8`, `int64` and `float16` live at the data edge and
 * in ONNX files: they can only be moved (reshaped, gathered …) and cast.
 */
export type DType = "float32" | "int32" | "uint32" | "bool" | "uint8" | "int64" | "float16";

/** All dtypes, widest use first. */
export const dtypes: readonly DType[] = ["float32", "int32", "uint32", "bool", "uint8", "int64", "float16"];

/** The typed array that holds each dtype: bool as 0/1 bytes, float16 as its 16 bits. */
export interface ArrayOf {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly uint32: Uint32Array;
  readonly bool: Uint8Array;
  readonly uint8: Uint8Array;
  readonly int64: BigInt64Array;
  readonly float16: Uint16Array;
}

/** An array of any dtype. */
export type TypedArray = ArrayOf[DType];

/** Typed arrays whose elements are JavaScript numbers; what every dtype but int64 computes on. */
export type NumericArray = Exclude<TypedArray, BigInt64Array>;

const constructors = {
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
  uint8: Uint8Array,
  int64: BigInt64Array,
  float16: Uint16Array,
} as const;

/** A zero-filled typed array of `size` elements. */
export function emptyArray<D extends DType>(dtype: D, size: number): ArrayOf[D];
export function emptyArray(dtype: DType, size: number): TypedArray {
  return new constructors[dtype](size);
}

/** A view of `bytes` as `dtype`, copied only when the offset is not aligned for it. */
export function viewArray(dtype: DType, bytes: Uint8Array): TypedArray {
  const constructor = constructors[dtype];
  const size = constructor.BYTES_PER_ELEMENT;
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new constructor(aligned.buffer as ArrayBuffer, aligned.byteOffset, Math.floor(aligned.byteLength / size));
}

/** Bytes an element of `dtype` takes. */
export const byteSize = (dtype: DType): number => constructors[dtype].BYTES_PER_ELEMENT;

/** Whether a dtype holds fractions. */
export const isFloat = (dtype: DType): boolean => dtype === "float32" || dtype === "float16";
/** Whether a dtype computes: float32, int32 or uint32. */
export const isNumeric = (dtype: DType): boolean => dtype === "float32" || dtype === "int32" || dtype === "uint32";

/**
 * The dtype that a typed array naturally holds: float16 for a Uint16Array.
 *
 * @throws for arrays of other types
 */
export function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Uint32Array) return "uint32";
  if (data instanceof BigInt64Array) return "int64";
  if (data instanceof Uint16Array) return "float16";
  if (data instanceof Uint8Array) return "uint8";
  const { name } = (data as object).constructor;
  throw new TypeError(`No dtype is held by a ${name}. Convert it first, as in Float32Array.from(values).`);
}
