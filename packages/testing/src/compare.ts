import { printSpec, sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

export interface Tolerance {
  /** Floats may differ by this much of the largest finite expected value. Default: 1e-5. */
  readonly relative?: number;
  /** Floats are equal to the last bit, the sign of zero included. Default: false. */
  readonly exact?: boolean;
}

/**
 * Why two values differ, or `undefined` when they agree. Integers and bools agree when they are equal; NaN and infinities
 * must stand in the same places.
 */
export function differenceOf(
  actual: TensorData,
  expected: TensorData,
  { relative = 1e-5, exact = false }: Tolerance = {},
): string | undefined {
  if (actual.dtype !== expected.dtype || !sameSizes(actual.shape, expected.shape))
    return `expected ${printSpec(expected)}, received ${printSpec(actual)}`;
  if (actual.data.length !== sizeOfShape(actual.shape))
    return `expected ${sizeOfShape(actual.shape)} elements, received ${actual.data.length}`;
  const allowed = expected.dtype === "float32" && !exact ? relative * scaleOf(expected) : 0;
  for (let i = 0; i < expected.data.length; i++) {
    const [a, b] = [Number(actual.data[i]), Number(expected.data[i])];
    const agrees = exact || !Number.isFinite(b) ? Object.is(a, b) : Math.abs(a - b) <= allowed;
    if (!agrees)
      return `element [${indexOf(i, expected.shape).join(", ")}]: expected ${print(b)}, received ${print(a)}, allowed ±${allowed.toExponential(1)}`;
  }
  return undefined;
}

/** {@link differenceOf} for several results: which one differs and how, or `undefined`. */
export function mismatch(actual: readonly TensorData[], expected: readonly TensorData[], tolerance: Tolerance = {}): string | undefined {
  if (actual.length !== expected.length) return `expected ${expected.length} results, received ${actual.length}`;
  for (const [i, value] of expected.entries()) {
    const received = actual[i];
    const difference = received === undefined ? "missing" : differenceOf(received, value, tolerance);
    if (difference !== undefined) return expected.length > 1 ? `result ${i}: ${difference}` : difference;
  }
  return undefined;
}

/** The largest finite magnitude; 1 when there is none. */
function scaleOf({ data }: TensorData): number {
  let largest = 0;
  for (const value of data) {
    const magnitude = Math.abs(Number(value));
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest === 0 ? 1 : largest;
}

const sameSizes = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

const print = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function indexOf(position: number, shape: readonly number[]): number[] {
  let rest = position;
  return shape
    .toReversed()
    .map((size) => {
      const index = rest % size;
      rest = (rest - index) / size;
      return index;
    })
    .toReversed();
}
