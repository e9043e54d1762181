import { elementsOf } from "./value.ts";
import type { Numbers, Value } from "./value.ts";

/** Elements between neighbours along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}

/** The strides that read an array of `shape` as if it had the shape `to` (NumPy's rule): 0 along stretched axes. */
export function broadcastStrides(shape: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(shape);
  const missing = to.length - shape.length;
  return to.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : (strides[axis - missing] ?? 0)));
}

/** Sizes in front of an axis, along it, and behind it. */
export function aroundAxis(shape: readonly number[], axis: number): { outer: number; size: number; inner: number } {
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  return { outer: product(shape.slice(0, axis)), size: shape[axis] ?? 1, inner: product(shape.slice(axis + 1)) };
}

/** Where each operand stands at the first element of a row, and how far it moves per element. */
export type VisitRow = (positions: readonly number[], steps: readonly number[], count: number) => void;

/**
 * Walks several strided operands over one shape, a row at a time. Axes that every operand walks without a gap are joined
 * first, so operands of equal shape make a single row.
 */
export function forEachRow(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  visit: VisitRow,
  starts?: readonly number[],
): void {
  if (shape.includes(0)) return;
  walk(joinAxes(shape, strides), 0, [...(starts ?? strides.map(() => 0))], visit);
}

/** Copies elements one by one between strided arrays. */
export function copyStrided(shape: readonly number[], from: StridedArray, to: StridedArray): void {
  const [source, target] = [from.data, to.data];
  forEachRow(
    shape,
    [from.strides, to.strides],
    ([a = 0, b = 0], [stepA = 0, stepB = 0], count) => {
      if (stepA === 1 && stepB === 1) target.set(source.subarray(a, a + count), b);
      else for (let i = 0; i < count; i++) target[b + i * stepB] = source[a + i * stepA] ?? 0;
    },
    [from.start, to.start],
  );
}

export interface StridedArray {
  readonly data: Numbers;
  readonly strides: readonly number[];
  readonly start: number;
}

/** A whole value as a strided array. */
export const dense = (value: Value): StridedArray => ({ data: elementsOf(value), strides: stridesOf(value.shape), start: 0 });

interface Axis {
  size: number;
  readonly steps: readonly number[];
}

function joinAxes(shape: readonly number[], strides: readonly (readonly number[])[]): Axis[] {
  const axes: Axis[] = [];
  shape.forEach((size, i) => {
    if (size === 1) return;
    const steps = strides.map((operand) => operand[i] ?? 0);
    const outer = axes.at(-1);
    if (outer?.steps.every((step, operand) => step === (steps[operand] ?? 0) * size))
      axes[axes.length - 1] = { size: outer.size * size, steps };
    else axes.push({ size, steps });
  });
  return axes.length > 0 ? axes : [{ size: 1, steps: strides.map(() => 0) }];
}

function walk(axes: readonly Axis[], depth: number, positions: number[], visit: VisitRow): void {
  const axis = axes[depth];
  if (axis === undefined) return;
  if (depth === axes.length - 1) return visit(positions, axis.steps, axis.size);
  for (let i = 0; i < axis.size; i++) {
    walk(axes, depth + 1, positions, visit);
    advance(positions, axis.steps, 1);
  }
  advance(positions, axis.steps, -axis.size);
}

function advance(positions: number[], steps: readonly number[], times: number): void {
  for (let i = 0; i < positions.length; i++) positions[i] = (positions[i] ?? 0) + (steps[i] ?? 0) * times;
}
