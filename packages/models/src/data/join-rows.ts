import { emptyArray, tensorData } from "@tidu/core-tensor";
import type { TensorData, TypedArray } from "@tidu/core-tensor";

/** Arrays of one dtype and one shape of rows, one after the other. */
export function joinRows(parts: readonly TensorData[]): TensorData {
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error("There are no rows to join.");
  if (rest.length === 0) return first;
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = emptyArray(
    first.dtype,
    parts.reduce((sum, part) => sum + part.data.length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    copyInto(data, part.data, offset);
    offset += part.data.length;
  }
  return tensorData(data, [rows, ...first.shape.slice(1)], first.dtype);
}

function copyInto(target: TypedArray, part: TypedArray, offset: number): void {
  if (target instanceof BigInt64Array) {
    if (part instanceof BigInt64Array) target.set(part, offset);
  } else if (!(part instanceof BigInt64Array)) target.set(part, offset);
}
