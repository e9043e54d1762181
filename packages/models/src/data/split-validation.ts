import type { TensorData } from "@tidu/core-tensor";
import { takeRows } from "./take-rows.ts";

export interface Split {
  readonly train: readonly TensorData[];
  readonly validation: readonly TensorData[];
}

/**
 * Takes the last part of the rows away for validation, before any shuffling, as Keras does.
 *
 * @param arrays inputs, targets and weights, all of one number of rows
 * @param fraction the share of rows to validate on, between 0 and 1
 * @returns both parts of each array, in the same order, sharing memory with it
 * @throws when `fraction` is not between 0 and 1, or a part would be empty
 */
export function splitValidation(arrays: readonly TensorData[], fraction: number): Split {
  if (!(fraction > 0 && fraction < 1)) throw new RangeError(`fit: expected validationSplit between 0 and 1, received ${fraction}.`);
  const rows = arrays[0]?.shape[0] ?? 0;
  const at = Math.floor(rows * (1 - fraction));
  if (at === 0 || at === rows) {
    throw new RangeError(
      `fit: validationSplit ${fraction} of ${rows} ${rows === 1 ? "row" : "rows"} leaves nothing ${at === 0 ? "to train on. Lower it" : "to validate on. Raise it, or pass validationData"}.`,
    );
  }
  return { train: arrays.map((array) => takeRows(array, 0, at)), validation: arrays.map((array) => takeRows(array, at, rows)) };
}
