import { hash } from "@tidu/core-tensor";
import type { Key } from "@tidu/core-tensor";

export interface RowOrderOptions {
  readonly shuffle: boolean;
  /** Where a random order comes from: one key, one order. Needed to shuffle. */
  readonly key?: Key;
}

/** The order in which an epoch visits its rows: 0 … rows − 1, or shuffled (Fisher & Yates, on the counter-based hash). */
export function rowOrder(rows: number, { shuffle, key = [0, 0] }: RowOrderOptions): Int32Array {
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  if (!shuffle) return order;
  const [key0, key1] = key;
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor((hash(key0, key1, i) / 2 ** 32) * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}
