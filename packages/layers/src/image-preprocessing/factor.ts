/** The strength of an augmentation: a number per image is drawn between two, or around 0 (Keras's reading of a single number). */
export type Factor = number | Interval;

/** From `low` to `high`. */
export type Interval = readonly [low: number, high: number];

/**
 * The numbers that a factor allows: a single number f stands for [−f, f], cut off at the lowest allowed number.
 *
 * @param bounds what both ends may be
 * @param single what a single number stands for, where that is something else
 * @throws when it is neither one nor two numbers within the bounds
 */
export function toInterval(
  where: string,
  option: string,
  value: Factor,
  bounds: Interval,
  single: (f: number) => Interval = (f) => [Math.max(-f, bounds[0]), f],
): Interval {
  const [least, most] = bounds;
  const ends: readonly unknown[] = Array.isArray(value) ? value : [value];
  const fits = ends.every((end): end is number => typeof end === "number" && end >= least && end <= most);
  const [first, second] = ends;
  if (!fits || ends.length > 2 || typeof first !== "number")
    throw new RangeError(
      `${where}: expected ${option} to be a number from ${least} to ${most}, or [low, high] of such, received ${JSON.stringify(value)}.`,
    );
  if (typeof second !== "number") return single(Math.abs(first));
  return [Math.min(first, second), Math.max(first, second)];
}
