import { byteSize, emptyArray, isTensorData, printShape, sameShape, Tensor, tensorData } from "@tidu/core-tensor";
import type { ArrayLike, Nested, TensorData, TypedArray } from "@tidu/core-tensor";

/**
 * What elements of type T become in a batch: numbers in any form become TensorData with a new first axis, strings a list; records
 * and tuples keep their shape. At the top a list of lists is a tuple, `[x, y]`, and a list of numbers one row.
 */
export type Collated<T> = T extends readonly (number | boolean)[]
  ? TensorData
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: CollatedField<T[K]> }
    : CollatedField<T>;

type CollatedField<T> = T extends undefined
  ? undefined
  : T extends TensorData | TypedArray | Float64Array | Nested | readonly TypedArray[]
    ? TensorData
    : T extends string
      ? readonly string[]
      : { readonly [K in keyof T]: CollatedField<T[K]> };

/**
 * Several elements as one.
 *
 * @param first the number of the first element in its pass, for errors
 * @throws when they differ in shape, dtype or fields: which element, and what
 */
export function collate<T>(elements: readonly T[], first: number): Collated<T> {
  const [head] = elements;
  const tuple = Array.isArray(head) && !head.every((item) => typeof item === "number" || typeof item === "boolean");
  const collated = tuple ? collateFields(elements, "", first) : collateField(elements, "", first);
  return collated as Collated<T>; // the type follows the same cases
}

function collateField(values: readonly unknown[], path: string, first: number): unknown {
  const [head] = values;
  if (head === undefined && values.every((value) => value === undefined)) return undefined;
  if (isNumbers(head)) return stack(values, path, first);
  if (typeof head === "string") {
    const odd = values.findIndex((value) => typeof value !== "string");
    if (odd >= 0) throw differs(path, first, odd, describe(values[odd]), "a string");
    return values;
  }
  if (typeof head === "object" && head !== null && !(head instanceof Tensor)) return collateFields(values, path, first);
  const advice = head instanceof Tensor ? "Take its numbers: await x.value()." : "Turn it into numbers with map.";
  throw new TypeError(`pipeline.batch: element ${first}${where(path)}: cannot batch ${describe(head)}. ${advice}`);
}

/** Tuples and records, field by field. */
function collateFields(values: readonly unknown[], path: string, first: number): unknown {
  const [head, ...rest] = values.map((value) => (typeof value === "object" && value !== null ? Object.entries(value) : undefined));
  const names = (head ?? []).map(([name]) => name);
  const odd = rest.findIndex((fields) => fields?.length !== names.length || fields.some(([name]) => !names.includes(name)));
  if (odd >= 0) throw differs(path, first, odd + 1, describe(values[odd + 1]), describe(values[0]));
  const inner = Array.isArray(values[0])
    ? (name: string) => `${path}[${name}]`
    : (name: string) => (path === "" ? name : `${path}.${name}`);
  const columns = names.map((name) => {
    const column = values.map((value) => (value as Readonly<Record<string, unknown>>)[name]); // records, as was checked
    return [name, collateField(column, inner(name), first)] as const;
  });
  return Array.isArray(values[0]) ? columns.map(([, column]) => column) : Object.fromEntries(columns);
}

function stack(values: readonly unknown[], path: string, first: number): TensorData {
  const rows = values.map((value, position) => {
    if (!isNumbers(value)) throw differs(path, first, position, describe(value), "numbers");
    return tensorData(value);
  });
  const { dtype, shape } = rows[0] ?? tensorData([]);
  const odd = rows.findIndex((row) => row.dtype !== dtype || !sameShape(row.shape, shape));
  const { dtype: oddDtype, shape: oddShape } = rows[odd] ?? { dtype, shape };
  if (odd >= 0) throw differs(path, first, odd, `${oddDtype}${printShape(oddShape)}`, `${dtype}${printShape(shape)}`);
  const size = shape.reduce((product, length) => product * length, 1);
  const data = emptyArray(dtype, rows.length * size);
  const bytes = new Uint8Array(data.buffer);
  rows.forEach(({ data: row }, i) => bytes.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), i * size * byteSize(dtype)));
  return { dtype, shape: [rows.length, ...shape], data };
}

/** Numbers in any form: one, a typed array, TensorData, or lists of them. */
function isNumbers(value: unknown): value is ArrayLike {
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  if (!Array.isArray(value)) return isTensorData(value);
  return value.length > 0 && value.every((item) => !isTensorData(item) && isNumbers(item));
}

const where = (path: string): string => (path === "" ? "" : `, ${path}`);

const differs = (path: string, first: number, position: number, received: string, expected: string): Error =>
  new Error(
    `pipeline.batch: element ${first + position}${where(path)} is ${received}, but its batch began with ${expected}. Make all elements alike with map.`,
  );

function describe(value: unknown): string {
  if (value instanceof Tensor) return "a tensor";
  if (isTensorData(value)) return `${value.dtype}${printShape(value.shape)}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `an object with ${Object.keys(value).join(", ") || "no fields"}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
