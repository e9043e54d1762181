import type { SliceParams } from "./ops/movement.ts";
import { subDims } from "./shape/dim.ts";
import type { Dim } from "./shape/dim.ts";
import { printShape } from "./shape/shape.ts";
import type { Shape } from "./shape/shape.ts";

/**
 * Python's slice rules for positive steps: positions from the back are negative, and those outside of an axis are moved to its
 * end. The op itself takes plain positions.
 *
 * @throws when there are more positions than axes, or one from the back on an axis whose size is not known
 */
export function resolveSlice(
  shape: Shape,
  starts: readonly number[],
  ends: readonly (Dim | null)[],
  steps: readonly number[],
): SliceParams {
  if (Math.max(starts.length, ends.length, steps.length) > shape.length) {
    throw new RangeError(`slice: ${printShape(shape)} has only ${shape.length} axes.`);
  }
  const from = shape.map((size, axis) => {
    const start = starts[axis] ?? 0;
    if (typeof size === "number") return within(start, size);
    if (start < 0) throw new Error(`slice: a start counted from the back needs a known size, received ${printShape(shape)}.`);
    return start;
  });
  const limits = shape.map((size, axis): Dim => {
    const end = ends[axis] ?? null;
    if (end === null) return size;
    if (typeof end !== "number") return end;
    if (typeof size !== "number") return end < 0 ? subDims(size, -end) : end;
    return Math.max(within(end, size), from[axis] ?? 0);
  });
  return { starts: from, limits, steps: shape.map((_, axis) => steps[axis] ?? 1) };
}

const within = (position: number, size: number): number => Math.min(Math.max(position < 0 ? position + size : position, 0), size);
