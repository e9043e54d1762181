/** Where padding that repeats the tensor comes from, by NumPy's names; for `[1, 2, 3]` with two in front: */
export type PadMode =
  /** `[value, value, 1, 2, 3]` */
  | "constant"
  /** `[3, 2, 1, 2, 3]` */
  | "reflect"
  /** `[2, 1, 1, 2, 3]` */
  | "symmetric"
  /** `[1, 1, 1, 2, 3]` */
  | "edge"
  /** `[2, 3, 1, 2, 3]` */
  | "wrap";

export const padModes: readonly PadMode[] = ["constant", "reflect", "symmetric", "edge", "wrap"];

/** For every row of the padded axis, the row of the axis that it repeats; padding wider than the axis goes on to and fro. */
export function padIndex(size: number, low: number, high: number, mode: Exclude<PadMode, "constant">): Int32Array {
  return Int32Array.from({ length: low + size + high }, (_, position) => {
    const row = position - low;
    if (mode === "edge" || size === 1) return Math.min(Math.max(row, 0), size - 1);
    if (mode === "wrap") return modulo(row, size);
    const period = mode === "reflect" ? 2 * size - 2 : 2 * size;
    const along = modulo(row, period);
    return along < size ? along : mode === "reflect" ? period - along : period - 1 - along;
  });
}

const modulo = (a: number, by: number): number => a - by * Math.floor(a / by);
