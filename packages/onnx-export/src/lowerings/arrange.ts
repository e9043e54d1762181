import { addDims, evaluate, floorDivDim, isStatic, sameDim, sameShape, subDims, trace } from "@tidu/core-tensor";
import type { Dim, Shape, SliceParams, Tensor, TensorData } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";

const toEnd = 2n ** 63n - 1n;
const beforeStart = -(2n ** 63n) + 1n;

/** The axes in another order; a constant is put in order now. */
export const transposed = (x: Operand, permutation: readonly number[], write: Write): Operand => {
  if (permutation.every((axis, i) => axis === i)) return x;
  const spec = { ...x.spec, shape: permutation.map((axis) => x.spec.shape[axis] ?? 1) };
  const arrange = (value: Tensor): Tensor => value.transpose(permutation);
  const arranged = folded(x, `transpose ${permutation.join(" ")}`, (data) => evaluate(trace(arrange, [data]), [data])[0] ?? data, write);
  return arranged ?? { name: write.node("Transpose", [x], { perm: permutation }), spec };
};

/** The same elements in another shape. */
export const reshaped = (x: Operand, shape: Shape, write: Write): Operand => {
  if (sameShape(x.spec.shape, shape)) return x;
  const arranged = isStatic(shape) ? folded(x, `reshape ${shape.join(" ")}`, (data) => ({ ...data, shape }), write) : undefined;
  if (arranged) return arranged;
  const target = reshapeTarget(x.spec.shape, shape, write);
  return { name: write.node("Reshape", [x, target], shape.includes(0) ? { allowzero: 1 } : {}), spec: { ...x.spec, shape } };
};

/** A part of every axis. */
export const sliced = (x: Operand, { starts, limits, steps }: SliceParams, write: Write): Operand => {
  const { shape } = x.spec;
  const whole = (axis: number): boolean => sameDim(limits[axis] ?? 0, shape[axis] ?? 0);
  const cut = shape.flatMap((_, axis) => (starts[axis] === 0 && steps[axis] === 1 && whole(axis) ? [] : [axis]));
  if (cut.length === 0) return x;
  const first = write.ints(cut.map((axis) => starts[axis] ?? 0));
  const ends = cut.map((axis) => (whole(axis) ? undefined : limits[axis]));
  const last = ends.every((end) => typeof end !== "object")
    ? write.ints(ends.map((end) => end ?? toEnd))
    : write.shape(cut.map((axis) => limits[axis] ?? 0));
  const counted = shape.map((size, axis) => {
    const step = steps[axis] ?? 1;
    return floorDivDim(addDims(subDims(limits[axis] ?? size, starts[axis] ?? 0), step - 1), step);
  });
  const name = write.node("Slice", [x, first, last, write.ints(cut), write.ints(cut.map((axis) => steps[axis] ?? 1))]);
  return { name, spec: { ...x.spec, shape: counted } };
};

/** Some axes from their last element to their first. */
export const reversed = (x: Operand, axes: readonly number[], write: Write): Operand => {
  if (axes.length === 0) return x;
  const every = (value: number | bigint): string => write.ints(axes.map(() => value));
  return { name: write.node("Slice", [x, every(-1), every(beforeStart), write.ints(axes), every(-1)]), spec: x.spec };
};

/** Zeros around an image `[batch, channels, ...spatial]`; negative numbers take away. */
export const padded = (x: Operand, low: Shape, high: Shape, write: Write): Operand => {
  if ([...low, ...high].every((count) => count === 0)) return x;
  const { shape } = x.spec;
  const spatial = shape.slice(2).map((size, axis) => addDims(size, addDims(low[axis] ?? 0, high[axis] ?? 0)));
  const name = write.node("Pad", [x, write.shape([0, 0, ...low, 0, 0, ...high])]);
  return { name, spec: { ...x.spec, shape: [...shape.slice(0, 2), ...spatial] } };
};

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

/** A constant arranged in another way, when `x` is one. */
export const folded = (x: Operand, how: string, arrange: (data: TensorData) => TensorData, write: Write): Operand | undefined =>
  x.constant && write.derived({ name: x.name, data: x.constant }, how, arrange);
