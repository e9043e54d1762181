import { printShape, sameShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { placeOf } from "../data/received.ts";

/**
 * How far the outputs of a file are from the model's own.
 *
 * @param names of the outputs
 * @param expected the model's, in that order
 * @param received the file's
 * @param tolerance relative to the largest finite value of an output, or to 1
 * @throws when an output is missing, of another shape, or differs by more: which value, both numbers
 */
export function largestDifference(
  names: readonly string[],
  expected: readonly TensorData[],
  received: Readonly<Record<string, TensorData>>,
  tolerance: number,
): number {
  let largest = 0;
  for (const [i, name] of names.entries()) {
    const [own, other] = [expected[i], received[name]];
    if (own === undefined || other === undefined) throw new Error(`export: the file has no output "${name}". Nothing was written.`);
    if (!sameShape(own.shape, other.shape)) {
      throw new Error(
        `export: the file gives "${name}" as ${printShape(other.shape)}, the model as ${printShape(own.shape)}. Nothing was written.`,
      );
    }
    const allowed = tolerance * scaleOf(own);
    for (let at = 0; at < own.data.length; at++) {
      const [mine, its] = [Number(own.data[at]), Number(other.data[at])];
      if (Object.is(mine, its)) continue; // NaN and infinities as well
      const difference = Math.abs(mine - its);
      if (!(difference <= allowed)) {
        throw new Error(
          `export: "${name}" differs by ${difference} in ${placeOf(at, own.shape)}, more than ${allowed}: the file gives ${its}, the model ${mine}. Nothing was written.`,
        );
      }
      largest = Math.max(largest, difference);
    }
  }
  return largest;
}

/** The largest finite magnitude, at least 1. */
function scaleOf({ data }: TensorData): number {
  let largest = 1;
  for (const value of data) {
    const magnitude = Math.abs(Number(value));
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest;
}
