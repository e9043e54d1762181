import { isTensorData, Tensor, tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { describeReceived } from "./received.ts";

/** Typed arrays of plain numbers that have no dtype of their own; they become int32 (uint8 for clamped bytes). */
export type PlainIntegers = Int8Array | Int16Array | Uint16Array | Uint8ClampedArray | BigUint64Array;

/** Numbers for one input or output: nested arrays, a typed array, TensorData, or a tensor whose numbers are known. */
export type DataLike = ArrayLike | PlainIntegers | readonly bigint[] | Tensor;

/**
 * The numbers as TensorData in the shape they come in: a typed array has one axis. Bytes stay bytes; 64-bit integers become int32,
 * booleans and float16 become float32.
 *
 * @param where names the array in errors: `fit: x`
 * @throws when they are no numbers, rows differ in length, or a 64-bit integer does not fit
 */
export async function hostArray(where: string, values: DataLike): Promise<TensorData> {
  if (values instanceof Tensor) return plainDtype(where, await values.value());
  if (isTensorData(values)) return plainDtype(where, values);
  if (values instanceof Uint8ClampedArray) return tensorData(new Uint8Array(values.buffer, values.byteOffset, values.length));
  if (values instanceof Int8Array || values instanceof Int16Array || values instanceof Uint16Array)
    return tensorData(Int32Array.from(values));
  if (isBigIntegers(values)) return fromBigInts(where, values, [values.length]);
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) {
    throw new TypeError(
      `${where}: expected numbers as nested arrays, a typed array, TensorData or a tensor, received ${describeReceived(values)}.`,
    );
  }
  try {
    return plainDtype(where, tensorData(values));
  } catch (error) {
    throw new Error(`${where}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The dtypes that reach the model: float32, int32, uint8. */
function plainDtype(where: string, values: TensorData): TensorData {
  const { dtype, shape, data } = values;
  if (dtype === "int64") return fromBigInts(where, Array.from(data, BigInt), shape);
  return dtype === "bool" || dtype === "float16" || dtype === "uint32" ? tensorData(values, shape, "float32") : values;
}

const isBigIntegers = (values: unknown): values is readonly bigint[] | BigInt64Array | BigUint64Array =>
  values instanceof BigInt64Array || values instanceof BigUint64Array || (Array.isArray(values) && typeof values[0] === "bigint");

function fromBigInts(
  where: string,
  values: { readonly length: number; readonly [index: number]: bigint },
  shape: readonly number[],
): TensorData {
  const data = Int32Array.from({ length: values.length }, (_, i) => {
    const number = Number(values[i]);
    if (number !== (number | 0))
      throw new RangeError(
        `${where}: ${String(values[i])} at position ${i} does not fit into 32 bits. Scale or renumber the values first.`,
      );
    return number;
  });
  return tensorData(data, shape);
}

/** The message without the name of the function that raised it. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.replace(/^tensorData: /, "") : String(error));
