import { emptyArray, isStatic, sameDim, sizeOfShape } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import type { Lowerings, Operand, Write } from "../lowering.ts";
import { reshaped, reversed, sliced, transposed } from "./arrange.ts";

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
  reshape: ({ x }, { shape }, write, [result]) => [reshaped(x, result?.shape ?? shape, write)],
  transpose: ({ x }, { permutation }, write) => [transposed(x, permutation, write)],
  slice: ({ x }, params, write) => [sliced(x, params, write)],
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
  reverse: ({ x }, { axes }, write) => [reversed(x, axes, write)],
  reindex: ({ x }, { axis, index }, write) => {
    const padded = index.includes(-1) ? withZeroRow(x, axis, write) : x; // the index -1 is the last row
    return [write.node("Gather", [padded, write.constant({ dtype: "int32", shape: [index.length], data: index })], { axis })];
  },
};
