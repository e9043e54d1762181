import type { Tensor } from "@tidu/core-tensor";
import type { Interval } from "./factor.ts";

/** Options of layers that must know which values mean black and white. */
export interface ValueRangeOptions {
  /** The lowest and highest value of a pixel. Default: `[0, 255]`. */
  readonly valueRange?: Interval | undefined;
}

export const bytes: Interval = [0, 255];

/**
 * The range in order.
 *
 * @throws when it is not two different numbers
 */
export function toValueRange(where: string, value: Interval = bytes): Interval {
  const [a, b] = value;
  if (value.length !== 2 || !Number.isFinite(a) || !Number.isFinite(b) || a === b)
    throw new RangeError(`${where}: expected valueRange to be two numbers [low, high], received ${JSON.stringify(value)}.`);
  return [Math.min(a, b), Math.max(a, b)];
}

/** Values of one range as those of another. */
export function convertRange(images: Tensor, from: Interval, to: Interval): Tensor {
  if (from[0] === to[0] && from[1] === to[1]) return images;
  const unit = images.sub(from[0]).div(from[1] - from[0]);
  return unit.mul(to[1] - to[0]).add(to[0]);
}

export const clipTo = (images: Tensor, [low, high]: Interval): Tensor => images.maximum(low).minimum(high);
