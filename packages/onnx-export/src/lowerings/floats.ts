import type { Operand, Write } from "../lowering.ts";

/** A constant from the position of each of its elements. */
export const floats = (shape: readonly number[], valueAt: (position: readonly number[]) => number, write: Write): Operand => {
  const constant = { dtype: "float32", shape, data: Float32Array.from(positionsIn(shape), valueAt) } as const;
  return { name: write.constant(constant), spec: { dtype: "float32", shape }, constant };
};

/** The positions in a shape, in row-major order. */
export const positionsIn = (shape: readonly number[]): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (positions, size) => positions.flatMap((position) => Array.from({ length: size }, (_, index) => [...position, index])),
    [[]],
  );
