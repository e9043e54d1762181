import { bindDim, differentDim, divideDims, mulDims, printDim, sameDim } from "./dim.ts";
import type { Dim, DimBindings } from "./dim.ts";

/** Sizes of the axes, outermost first; `[]` for a scalar. */
export type Shape = readonly Dim[];

/** `[batch, 784]` */
export const printShape = (shape: Shape): string => `[${shape.map(printDim).join(", ")}]`;

/** Whether two shapes are equal for all sizes. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, axis) => sameDim(dim, b[axis] ?? 0));

/** The number of elements. */
export const sizeOfDims = (shape: Shape): Dim => shape.reduce<Dim>((size, dim) => mulDims(size, dim), 1);

/** Whether all sizes are numbers. */
export const isStatic = (shape: Shape): shape is readonly number[] => shape.every((dim) => typeof dim === "number");

/** A shape with names replaced by numbers; names that are not given stay. */
export const bindShape = (shape: Shape, bindings: DimBindings): Shape => shape.map((dim) => bindDim(dim, bindings));

/**
 * The axis counted from the front; negative axes count from the back.
 *
 * @throws when `axis` is not one of `ndim` axes
 */
export function resolveAxis(axis: number, ndim: number, where: string): number {
  const resolved = axis < 0 ? axis + ndim : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= ndim) {
    throw new RangeError(`${where}: axis ${axis} is out of range for a tensor of rank ${ndim}. Expected ${-ndim} to ${ndim - 1}.`);
  }
  return resolved;
}

/** Resolves one axis, several, or (when absent) all of them; sorted, without repeats. */
export function resolveAxes(axes: number | readonly number[] | undefined, ndim: number, where: string): readonly number[] {
  if (axes === undefined) return Array.from({ length: ndim }, (_, axis) => axis);
  const list = (typeof axes === "number" ? [axes] : axes).map((axis) => resolveAxis(axis, ndim, where));
  const unique = new Set(list);
  if (unique.size !== list.length) throw new RangeError(`${where}: axes [${list.join(", ")}] repeat an axis.`);
  return [...unique].toSorted((a, b) => a - b);
}

/**
 * The shape two operands broadcast to (NumPy's rule: align at the end, sizes of 1 stretch).
 *
 * @throws when sizes differ, or when it cannot be decided whether two named sizes are equal
 */
export function broadcastShapes(a: Shape, b: Shape, where: string): Shape {
  const ndim = Math.max(a.length, b.length);
  return Array.from({ length: ndim }, (_, axis): Dim => {
    const x = a[axis - ndim + a.length] ?? 1;
    const y = b[axis - ndim + b.length] ?? 1;
    if (x === 1) return y;
    if (y === 1 || sameDim(x, y)) return x;
    throw new Error(
      differentDim(x, y)
        ? `${where}: shapes ${printShape(a)} and ${printShape(b)} do not broadcast: ${printDim(x)} and ${printDim(y)} differ.`
        : `${where}: cannot decide whether ${printDim(x)} equals ${printDim(y)} in shapes ${printShape(a)} and ${printShape(b)}. Give both the same name.`,
    );
  });
}

/** Asserts that two dimensions are equal, with an error that names both. */
export function requireSameDim(a: Dim, b: Dim, where: string): void {
  if (sameDim(a, b)) return;
  throw new Error(
    differentDim(a, b)
      ? `${where}: expected equal sizes, received ${printDim(a)} and ${printDim(b)}.`
      : `${where}: cannot decide whether ${printDim(a)} equals ${printDim(b)}. Give both the same name.`,
  );
}

/** Fills in the one `-1` of a reshape so that the number of elements stays. */
export function resolveReshape(from: Shape, to: Shape): Shape {
  const wild = to.filter((dim) => dim === -1).length;
  if (wild > 1) throw new Error(`reshape: only one size may be -1, received ${printShape(to)}.`);
  const total = sizeOfDims(from);
  if (wild === 0) {
    if (!sameDim(total, sizeOfDims(to))) {
      throw new Error(`reshape: ${printShape(from)} has ${printDim(total)} elements, ${printShape(to)} has ${printDim(sizeOfDims(to))}.`);
    }
    return to;
  }
  const known = sizeOfDims(to.filter((dim) => dim !== -1));
  const rest = known === 0 ? undefined : divideDims(total, known);
  if (rest === undefined)
    throw new Error(
      `reshape: ${printShape(from)} does not fit ${printShape(to)}: ${printDim(total)} is not divisible by ${printDim(known)}.`,
    );
  return to.map((dim) => (dim === -1 ? rest : dim));
}
