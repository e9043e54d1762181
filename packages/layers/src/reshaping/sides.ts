import type { DataFormat } from "@tidu/core-tensor";
import { spatialNames } from "../images.ts";
import type { SpatialAxes } from "../images.ts";

/** How much in front and behind of the axis: one number for both sides, or one for each. */
export type Sides1d = number | readonly [front: number, behind: number];
/** One number for all sides, one per axis, or `[front, behind]` per axis. */
export type Sides2d = number | readonly [height: Sides1d, width: Sides1d];
/** One number for all sides, one per axis, or `[front, behind]` per axis. */
export type Sides3d = number | readonly [depth: Sides1d, height: Sides1d, width: Sides1d];

/** In front and behind, per axis. */
export type Sides = readonly (readonly [front: number, behind: number])[];

/**
 * Both sides of every spatial axis as numbers.
 *
 * @throws when they are not whole numbers from 0, two per axis
 */
export function sidesOf(where: string, option: string, value: Sides1d | Sides2d | Sides3d, axes: SpatialAxes): Sides {
  const perAxis: readonly unknown[] =
    typeof value === "number" ? Array.from({ length: axes }, () => value) : isPairOfOneAxis(value, axes) ? [value] : value;
  const sides = perAxis.map((side): readonly unknown[] => (Array.isArray(side) ? side : [side, side]));
  if (sides.length === axes && sides.every(isPair)) return sides;
  const several = axes === 1 ? "[front, behind]" : `${axes} of them or of [front, behind] (${spatialNames(axes)})`;
  throw new RangeError(
    `${where}: expected ${option} to be a whole number of at least 0, or ${several}, received ${JSON.stringify(value)}.`,
  );
}

/** Sides as an option takes them: those of a sequence without the list around its only axis. */
export const sidesConfig = (sides: Sides): Sides | Sides[number] => (sides.length === 1 && sides[0] !== undefined ? sides[0] : sides);

/** Both sides of every axis of an image: nothing on batch and channels. */
export const aroundImage = (sides: Sides, dataFormat: DataFormat): Sides =>
  dataFormat === "channelsLast" ? [[0, 0], ...sides, [0, 0]] : [[0, 0], [0, 0], ...sides];

const isPair = (side: readonly unknown[]): side is readonly [number, number] =>
  side.length === 2 && side.every((number) => Number.isInteger(number) && Number(number) >= 0);

/** `[front, behind]` of a sequence stands for its only axis. */
const isPairOfOneAxis = (value: readonly unknown[], axes: SpatialAxes): boolean => axes === 1 && typeof value[0] === "number";
