import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { alignedRows } from "./rows.ts";
import { seededRandom } from "./seeded-random.ts";
import { gatherRows } from "./take-rows.ts";

export interface ShuffleOptions {
  /** One seed gives one order; without it every call differs. */
  readonly seed?: number | undefined;
}

/**
 * Several arrays with their rows in one random order, so that every row of x keeps its row of y.
 *
 * @param arrays rows-first data of equal length
 * @returns one copy for each array, in the same order (scikit-learn's `shuffle`)
 * @throws when there are no rows, or the arrays differ in length
 * @example
 * ```ts
 * const [x, y] = shuffleRows([[[1], [2], [3]], [1, 2, 3]], { seed: 1 });
 * ```
 */
export function shuffleRows<const A extends readonly ArrayLike[]>(
  arrays: A,
  { seed }: ShuffleOptions = {},
): { -readonly [K in keyof A]: TensorData } {
  const all = alignedRows("shuffleRows", arrays);
  const order = seededRandom("shuffleRows", seed).permutation(all[0]?.shape[0] ?? 0);
  // map keeps the length of the tuple, which its type forgets
  return all.map((data) => gatherRows(data, order)) as { -readonly [K in keyof A]: TensorData };
}
