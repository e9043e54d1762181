import { castArray, isStatic, printDim, printShape, sameDim, sizeOfShape, tensorData } from "@tidu/core-tensor";
import type { Dim, TensorData, TensorSpec } from "@tidu/core-tensor";
import type { NamedSpec, NetworkInput } from "../network/network.ts";
import { checkFinite } from "./check-finite.ts";
import { checkLimits } from "./check-limits.ts";
import { hostArray } from "./host-array.ts";
import { perName } from "./per-name.ts";
import type { PerName } from "./per-name.ts";
import { describeReceived } from "./received.ts";

/** What `fit`, `evaluate` and `predict` take as x: one array, one for each input in order, or by the inputs' names. */
export type Inputs = PerName;

export interface ToInputsOptions {
  /** The method that was called, for errors. */
  readonly where: string;
}

/**
 * The arrays of x on the host, rows first, in the order of the model's inputs: in the inputs' shapes, and in their dtypes, but bytes
 * (uint8), which stay bytes until the graph converts them.
 *
 * A typed array is cut into rows by the input's shape. A last axis of size 1 may be missing or too many.
 *
 * @throws when an array has the wrong rank or size, is empty, holds NaN or infinity (in which row) or an
 * id that no layer knows, is longer than positions allow, or arrays differ in length
 */
export async function toInputs(
  x: Inputs,
  inputs: readonly (NamedSpec & Partial<NetworkInput>)[],
  { where }: ToInputsOptions,
): Promise<readonly TensorData[]> {
  const arrays = perName(
    `${where}: x`,
    "input",
    x,
    inputs.map(({ name }) => name),
  );
  const names = inputs.map(({ name }) => (inputs.length > 1 ? `${where}: x for input "${name}"` : `${where}: x`));
  const found = await Promise.all(
    inputs.map(async ({ spec, readBy, limits = {} }, i) => {
      const name = names[i] ?? where;
      const given = arrays[i];
      if (given === undefined) throw new Error(`${name}: expected an array, received undefined.`);
      const array = await hostArray(name, given);
      const shaped = withDtype(name, inShape(name, array, { spec, readBy }, ArrayBuffer.isView(given)), spec);
      checkFinite(name, shaped);
      checkLimits(name, shaped, limits);
      return shaped;
    }),
  );
  const rows = found[0]?.shape[0] ?? 0;
  found.forEach(({ shape }, i) => {
    if (shape[0] !== rows)
      throw new Error(
        `${names[i] ?? where} has ${shape[0] ?? 0} rows, x for input "${inputs[0]?.name ?? ""}" has ${rows}. Every row needs all inputs.`,
      );
  });
  return found;
}

/**
 * An array in the shape of an input or output, its rows counted.
 *
 * @param flat whether a single axis holds the rows one after the other (a typed array)
 */
function inShape(name: string, array: TensorData, { spec, readBy }: Omit<NamedSpec, "name">, flat: boolean): TensorData {
  const wanted = spec.shape.slice(1);
  const [rows = 0, ...inner] = array.shape;
  const expected = `[rows${spec.shape
    .slice(1)
    .map((dim) => `, ${printDim(dim)}`)
    .join("")}]`;
  if (array.data.length === 0)
    throw new Error(`${name} is empty (shape ${printShape(array.shape)}). Expected at least one row ${expected}.`);
  if (flat && array.shape.length === 1 && isStatic(wanted)) {
    const size = sizeOfShape(wanted);
    if (size > 0 && array.data.length % size === 0) return { ...array, shape: [array.data.length / size, ...wanted] };
    throw new Error(`${name}: ${array.data.length} numbers cannot be cut into rows of ${size}. Expected ${expected}.`);
  }
  const filled = fill(inner, wanted);
  if (filled !== undefined) return { ...array, shape: [rows, ...filled] };
  const single = fill(array.shape, wanted) !== undefined;
  throw new Error(
    `${name}: ${readBy === undefined ? "" : `layer "${readBy}" `}expected ${spec.dtype}${expected}, received ${describeReceived(array)}. ${single ? "For one example, put it into a list: [x]." : "Reshape it, or set the layer's inputShape."}`,
  );
}

/** The row shape where it fits the wanted one: named sizes take what comes, a last axis of size 1 may be missing or too many. */
function fill(inner: readonly number[], wanted: readonly Dim[]): readonly number[] | undefined {
  if (inner.length === wanted.length + 1 && inner.at(-1) === 1) return fill(inner.slice(0, -1), wanted);
  if (inner.length + 1 === wanted.length && wanted.at(-1) === 1) return fill([...inner, 1], wanted);
  const fits =
    inner.length === wanted.length && inner.every((size, axis) => typeof wanted[axis] !== "number" || sameDim(size, wanted[axis] ?? -1));
  return fits ? inner : undefined;
}

/** Bytes stay; the rest gets the dtype of the input. */
function withDtype(name: string, array: TensorData, { dtype }: TensorSpec): TensorData {
  if (array.dtype === dtype || array.dtype === "uint8") return array;
  if (dtype === "int32") {
    const at = Array.prototype.findIndex.call(array.data, (value: number | bigint) => !Number.isInteger(Number(value)));
    if (at >= 0) throw new TypeError(`${name}: expected integers, received ${String(array.data[at])} at position ${at}.`);
  }
  return tensorData(castArray(array.data, array.dtype, dtype), array.shape, dtype);
}
