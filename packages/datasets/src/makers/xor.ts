import type { Points } from "./line.ts";

/**
 * Exclusive or: the four rows that no single layer can learn.
 *
 * @returns x float32 [4, 2] and y float32 [4, 1], 1 where the two inputs differ
 * @example
 * ```ts
 * const { x, y } = xor();
 * ```
 */
export function xor(): Points {
  return {
    x: { dtype: "float32", shape: [4, 2], data: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1) },
    y: { dtype: "float32", shape: [4, 1], data: Float32Array.of(0, 1, 1, 0) },
  };
}
