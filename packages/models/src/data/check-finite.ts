import type { TensorData } from "@tidu/core-tensor";
import { placeOf } from "./received.ts";

/**
 * Refuses NaN and infinity, saying where.
 *
 * @param where names the array: `fit: x`
 */
export function checkFinite(where: string, { dtype, shape, data }: TensorData): void {
  if (dtype !== "float32" || !(data instanceof Float32Array)) return;
  const at = firstNotFinite(data);
  if (at < 0) return;
  const value = data[at] ?? NaN;
  throw new RangeError(
    `${where} holds ${Number.isNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity"} in ${placeOf(at, shape)}. Remove such rows, or fill the gaps (simpleImputer in datasets).`,
  );
}

/** `x − x` is 0 for finite numbers and NaN for all others, so a sum over a block finds them without a branch each. */
function firstNotFinite(data: Float32Array): number {
  const block = 4096;
  for (let start = 0; start < data.length; start += block) {
    const end = Math.min(data.length, start + block);
    let sum = 0;
    for (let i = start; i < end; i++) {
      const value = data[i] ?? 0;
      sum += value - value;
    }
    if (sum !== 0) for (let i = start; i < end; i++) if (!Number.isFinite(data[i])) return i;
  }
  return -1;
}
