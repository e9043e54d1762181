import type { Runtime, RuntimeTensor } from "./runtime.ts";

/** Numbers with a shape, row-major. */
export interface Numbers {
  readonly dtype: NumberType;
  readonly shape: readonly number[];
  readonly data: NumberArray;
}

export type NumberArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array | BigInt64Array;

/** Nested JavaScript numbers, `[[1, 2], [3, 4]]`: rows first. */
export type Nested = readonly number[] | readonly Nested[];

/** Rows as numbers: nested, or flat with a shape. */
export type NumberRows = Nested | { readonly shape: readonly number[]; readonly data: ArrayLike<number | bigint> };

/** Element types that go in and out of a model. */
export type NumberType = "float32" | "float64" | "int32" | "uint32" | "int64" | "uint8" | "bool";

/** How each type is stored. */
const stored: Readonly<Record<NumberType, (values: ArrayLike<number | bigint>) => NumberArray>> = {
  float32: (values) => Float32Array.from(values, Number),
  float64: (values) => Float64Array.from(values, Number),
  int32: (values) => Int32Array.from(values, Number),
  uint32: (values) => Uint32Array.from(values, Number),
  int64: (values) => BigInt64Array.from(Array.from(values, (value) => BigInt(value))),
  uint8: (values) => Uint8Array.from(values, Number),
  bool: (values) => Uint8Array.from(values, (value) => (Number(value) === 0 ? 0 : 1)),
};

const isNumberType = (type: string): type is NumberType => Object.hasOwn(stored, type);

/** The dtype of a value of the file. */
export function numberType(where: string, type: string): NumberType {
  if (isNumberType(type)) return type;
  throw new Error(`${where}: is of type ${type}, which cannot be read here.`);
}

/**
 * Numbers in a type.
 *
 * @throws when the type holds integers and a number is none
 */
export function inType(where: string, values: ArrayLike<number | bigint>, dtype: NumberType): NumberArray {
  if ((dtype === "float32" && values instanceof Float32Array) || (dtype === "int32" && values instanceof Int32Array)) return values;
  if (dtype !== "float32" && dtype !== "float64") {
    const wrong = Array.prototype.findIndex.call(values, (value: number | bigint) => typeof value === "number" && !Number.isInteger(value));
    if (wrong >= 0) throw new TypeError(`${where}: expected integers, received ${String(values[wrong])} at position ${wrong}.`);
  }
  return stored[dtype](values);
}

/** The numbers and shape of rows in any form. */
export function flatRows(
  where: string,
  rows: NumberRows,
): { readonly shape: readonly number[]; readonly data: ArrayLike<number | bigint> } {
  if ("shape" in rows) {
    const size = rows.shape.reduce((product, dim) => product * dim, 1);
    if (size !== rows.data.length)
      throw new Error(`${where}: shape [${rows.shape.join(", ")}] holds ${size} numbers, received ${rows.data.length}.`);
    return rows;
  }
  const shape: number[] = [];
  let inner: unknown = rows;
  while (Array.isArray(inner)) {
    shape.push(inner.length);
    inner = inner[0];
  }
  const data: number[] = [];
  collect(where, rows, shape, 0, data);
  return { shape, data };
}

function collect(where: string, value: unknown, shape: readonly number[], axis: number, data: number[]): void {
  if (axis === shape.length && typeof value === "number") {
    data.push(value);
    return;
  }
  if (!Array.isArray(value) || value.length !== shape[axis]) {
    const received = Array.isArray(value) ? `a list of ${value.length}` : typeof value === "string" ? JSON.stringify(value) : String(value);
    throw new TypeError(
      `${where}: expected ${axis === shape.length ? "a number" : `lists of ${shape[axis] ?? 0}`} everywhere, received ${received}.`,
    );
  }
  for (const part of value) collect(where, part, shape, axis + 1, data);
}

/** Rows from `start` to `end`. */
export function rowsBetween({ dtype, shape, data }: Numbers, start: number, end: number): Numbers {
  const [rows = 0, ...inner] = shape;
  const size = rows === 0 ? 0 : data.length / rows;
  return { dtype, shape: [end - start, ...inner], data: data.subarray(start * size, end * size) };
}

/** Parts of the rows as one. */
export function joinRows(parts: readonly Numbers[]): Numbers {
  const [first] = parts;
  if (first === undefined) return { dtype: "float32", shape: [0], data: new Float32Array(0) };
  if (parts.length === 1) return first;
  const data = stored[first.dtype](parts.flatMap((part) => Array.from<number | bigint>(part.data)));
  return { dtype: first.dtype, shape: [parts.reduce((rows, { shape }) => rows + (shape[0] ?? 0), 0), ...first.shape.slice(1)], data };
}

/** Numbers as the runtime takes them. */
export const toRuntime = ({ Tensor }: Runtime, { dtype, data, shape }: Numbers): RuntimeTensor =>
  new Tensor(dtype as never, data as never, shape); // the module's own types are those of onnxruntime-common, in every flavour

/** Numbers as the runtime gives them. */
export function fromRuntime(name: string, { type, dims, data }: RuntimeTensor): Numbers {
  const dtype = numberType(`output "${name}"`, type);
  if (!isNumberArray(data)) throw new Error(`output "${name}": its numbers are not on the host.`);
  return { dtype, shape: [...dims], data };
}

const isNumberArray = (data: unknown): data is NumberArray => ArrayBuffer.isView(data) && !(data instanceof DataView);
