import { unknownName } from "@tidu/core-tensor";

/** A number of things: an integer of at least 1. */
export function positiveInteger(where: string, option: string, value: number): number {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${where}: expected ${option} to be an integer of at least 1, received ${String(value)}.`);
  return value;
}

/** A number from `low` to `high`, both included. */
export function within(where: string, option: string, value: number, low: number, high = Infinity): number {
  if (typeof value !== "number" || !(value >= low && value <= high)) {
    const range = high === Infinity ? `of at least ${low}` : `from ${low} to ${high}`;
    throw new RangeError(`${where}: expected ${option} to be a number ${range}, received ${String(value)}.`);
  }
  return value;
}

/** One of a few words. */
export function oneOf<const Word extends string>(where: string, option: string, value: Word, words: readonly Word[]): Word {
  if (!words.includes(value)) throw new RangeError(unknownName(`${where}: ${option}`, value, words));
  return value;
}
