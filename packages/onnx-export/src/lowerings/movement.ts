import { emptyArray, isStatic, sameDim, sizeOfShape } from "@tidu/core-tensor";
import type { Dim, OpFamily, Shape } from "@tidu/core-tensor";
import type { Lowered, Lowerings, Operand, Write } from "../lowering.ts";

const toEnd = 2n ** 63n - 1n;
const beforeStart = -(2n ** 63n) + 1n;

/** The shape input of a Reshape: 0 copies a size, -1 stands for one that is not known. Computed only when more than one size is left. */
const reshapeTarget = (from: Shape, to: Shape, write: Write): Lowered => {
  if (isStatic(to)) return write.ints(to);
  const copied = to.map((dim, axis): Dim => (typeof dim !== "number" && sameDim(dim, from[axis] ?? 0) ? 0 : dim));
  const unknown = copied.filter((dim) => typeof dim !== "number");
  const canCopy = !to.includes(0); // 0 means two things otherwise
  const template = copied.map((dim) => (typeof dim === "number" ? dim : -1));
  if (canCopy && unknown.length <= 1) return write.ints(template);
  return write.shape(to);
};

/** A row of zeros at the end of an axis. */
const withZeroRow = (x: Operand, axis: number, write: Write): string => {
  const row = x.spec.shape.with(axis, 1);
  if (isStatic(row))
    return write.node(
      "Concat",
      [x, write.constant({ dtype: x.spec.dtype, shape: row, data: emptyArray(x.spec.dtype, sizeOfShape(row)) })],
      { axis },
    );
  const pads = [...row.map(() => 0), ...row.map((_, i) => (i === axis ? 1 : 0))];
  return write.node("Pad", [x, write.ints(pads)]);
};

export const movement: Lowerings<OpFamily<"movement">> = {
  reshape: ({ x }, { shape }, write, [result]) => {
    const to = result?.shape ?? shape;
    return [write.node("Reshape", [x, reshapeTarget(x.spec.shape, to, write)], to.includes(0) ? { allowzero: 1 } : {})];
  },
  transpose: ({ x }, { permutation }, write) => [
    permutation.every((axis, i) => axis === i) ? x : write.node("Transpose", [x], { perm: permutation }),
  ],
  slice: ({ x }, { starts, limits, steps }, write) => {
    const whole = (axis: number): boolean => sameDim(limits[axis] ?? 0, x.spec.shape[axis] ?? 0);
    const cut = x.spec.shape.flatMap((_, axis) => (starts[axis] === 0 && steps[axis] === 1 && whole(axis) ? [] : [axis]));
    if (cut.length === 0) return [x];
    const first = write.ints(cut.map((axis) => starts[axis] ?? 0));
    const ends = cut.map((axis) => (whole(axis) ? undefined : limits[axis]));
    const last = ends.every((end) => typeof end !== "object")
      ? write.ints(ends.map((end) => end ?? toEnd))
      : write.shape(cut.map((axis) => limits[axis] ?? 0));
    return [write.node("Slice", [x, first, last, write.ints(cut), write.ints(cut.map((axis) => steps[axis] ?? 1))])];
  },
  pad: ({ x }, { low, high, value }, write) => [write.node("Pad", [x, write.ints([...low, ...high]), write.scalar(value, x.spec.dtype)])],
  concat: ({ values }, { axis }, write) => {
    const [only, ...others] = values;
    return [only && others.length === 0 ? only : write.node("Concat", values, { axis })];
  },
  broadcastTo: ({ x }, { shape }, write) => {
    const offset = shape.length - x.spec.shape.length;
    const stretch = shape.map((dim, axis) => (sameDim(dim, x.spec.shape[axis - offset] ?? 1) ? 1 : dim)); // Expand keeps what it meets with a 1
    if (offset === 0 && stretch.every((dim) => dim === 1)) return [x];
    return [write.node("Expand", [x, write.shape(stretch)])];
  },
  reverse: ({ x }, { axes }, write) => {
    if (axes.length === 0) return [x];
    const every = (value: number | bigint): string => write.ints(axes.map(() => value));
    return [write.node("Slice", [x, every(-1), every(beforeStart), write.ints(axes), every(-1)])];
  },
  reindex: ({ x }, { axis, index }, write) => {
    const padded = index.includes(-1) ? withZeroRow(x, axis, write) : x; // the index -1 is the last row
    return [write.node("Gather", [padded, write.constant({ dtype: "int32", shape: [index.length], data: index })], { axis })];
  },
};
