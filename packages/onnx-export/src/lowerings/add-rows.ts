import { isStatic, sizeOfDims, sizeOfShape } from "@tidu/core-tensor";
import type { Shape, SliceParams, TensorSpec } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { reshaped, sliced } from "./arrange.ts";
import { cast } from "./cast.ts";

/**
 * onnxruntime's threads share the rows of a ScatterND and lose sums where an index repeats (onnxruntime issue 18048, in 1.30 too).
 * It takes one thread where rows times their width stay below 210,000: larger updates are added in parts.
 */
const elementsAtOnce = 200_000;
const mostParts = 64;

/** Adds whole rows to rows of the first axis, whose indices may repeat. ScatterND is thirteen times as fast as ScatterElements. */
export const addRows = (x: Operand, indices: Operand, updates: Operand, write: Write): Lowered => {
  const [size, ...rest] = x.spec.shape;
  const count = sizeOfDims(indices.spec.shape);
  const ids = reshaped(indices, [count], write);
  const rows = reshaped(updates, [count, ...rest], write);
  const width = sizeOfDims(rest);
  const rowsAtOnce = typeof width === "number" ? Math.max(1, Math.floor(elementsAtOnce / Math.max(1, width))) : 1;
  if (typeof count !== "number" || typeof width !== "number" || count > rowsAtOnce * mostParts) {
    const everywhere = write.node("Expand", [reshaped(ids, [count, ...rest.map(() => 1)], write), write.shape([count, ...rest])]);
    return write.node("ScatterElements", [x, everywhere, rows], { axis: 0, reduction: "add" });
  }
  const parts = Math.max(1, Math.ceil(count / rowsAtOnce));
  // Every ScatterND copies what it adds to. The sums of this many rows, although moved besides, are less to copy than a large table (measured).
  const isLarge = typeof size === "number" && size * (parts - 1) > 2 * count * (parts + 4);
  return isLarge
    ? addSums({ x, ids, rows, size, count, rowsAtOnce }, write)
    : addParts(x, placesOf(ids, count, write), rows, rowsAtOnce, write);
};

interface LargeTable {
  readonly x: Operand;
  readonly ids: Operand;
  readonly rows: Operand;
  readonly size: number;
  readonly count: number;
  readonly rowsAtOnce: number;
}

/**
 * The rows of each index summed up first, at the place of one of them; then every place of the index writes the same new row, which
 * threads may share.
 *
 * @param squared add the squares of the sums
 */
const addSums = ({ x, ids, rows, size, count, rowsAtOnce }: LargeTable, write: Write, squared = false): Lowered => {
  const places = placesOf(ids, count, write);
  // Nodes rather than constants: what two additions of the same rows have in common is found.
  const none = write.node("Expand", [write.scalar(0, "int32"), write.shape([size])]);
  const each = write.node("Range", [write.scalar(0, "int32"), write.scalar(count, "int32"), write.scalar(1, "int32")]);
  // Of the rows with an index one: the last, or another where threads meet, which serves as well.
  const lastOf = write.node("ScatterND", [none, places, each], { reduction: "max" });
  const last: Operand = { name: write.node("Gather", [lastOf, ids], { axis: 0 }), spec: { dtype: "int32", shape: [count] } };

  const zeros: Operand = { name: zerosLike(rows, write), spec: rows.spec };
  const sums = addParts(zeros, placesOf(last, count, write), rows, rowsAtOnce, write);
  const sum = write.node("Gather", [sums, last], { axis: 0 });
  const before = write.node("Gather", [x, ids], { axis: 0 });
  const after = write.node("Add", [before, squared ? write.node("Mul", [sum, sum]) : sum]);
  return write.node("ScatterND", [x, places, after]);
};

/** What {@link addRowSums} takes: known sizes, and not too many rows. */
export const hasRowSums = (x: TensorSpec, ids: TensorSpec, rows: TensorSpec): boolean => {
  if (![x, ids, rows].every(({ shape }) => isStatic(shape)) || rows.dtype !== "float32") return false;
  const elements = sizeOfShape(rows.shape.map(Number));
  return elements > 0 && elements <= elementsAtOnce * mostParts;
};

/** Adds the sums of the rows of each index to its row, or their squares. Where both are wanted, the sums are made once. */
export const addRowSums = (x: Operand, indices: Operand, updates: Operand, squared: boolean, write: Write): Lowered => {
  const [size = 0, ...rest] = x.spec.shape.map(Number);
  const count = sizeOfShape(indices.spec.shape.map(Number));
  const rowsAtOnce = Math.max(1, Math.floor(elementsAtOnce / Math.max(1, sizeOfShape(rest))));
  const [ids, rows] = [reshaped(indices, [count], write), reshaped(updates, [count, ...rest], write)];
  return addSums({ x, ids, rows, size, count, rowsAtOnce }, write, squared);
};

const zerosLike = ({ spec }: Operand, write: Write): string => write.node("Expand", [write.scalar(0, spec.dtype), write.shape(spec.shape)]);

/** A few rows at a time, each part by one thread. */
const addParts = (x: Operand, places: Operand, rows: Operand, rowsAtOnce: number, write: Write): Lowered => {
  const count = Number(rows.spec.shape[0]);
  const from = Array.from({ length: Math.max(1, Math.ceil(count / rowsAtOnce)) }, (_, part) => part * rowsAtOnce);
  const part = (value: Operand, start: number): Operand =>
    sliced(value, partOf(value.spec.shape, start, Math.min(start + rowsAtOnce, count)), write);
  return from.reduce<Lowered>(
    (sum, start) => write.node("ScatterND", [sum, part(places, start), part(rows, start)], { reduction: "add" }),
    x,
  );
};

const partOf = (shape: Shape, start: number, limit: number): SliceParams => ({
  starts: shape.map((_, axis) => (axis === 0 ? start : 0)),
  limits: shape.with(0, limit),
  steps: shape.map(() => 1),
});

/** Row numbers as ScatterND takes them. */
const placesOf = (ids: Operand, count: number, write: Write): Operand => ({
  name: write.node("Unsqueeze", [cast(ids, "int64", write), write.ints([-1])]),
  spec: { dtype: "int64", shape: [count, 1] },
});
