import { countOf, pixelAt, positionsIn } from "./image-rows.ts";

/** Results per side of a tile that is computed at once. */
export const tile = 4;

/** The corners of the tiles that cover an image. */
export const tilesOf = (result: readonly number[]): readonly (readonly number[])[] =>
  positionsIn(result.map((size) => Math.ceil(size / tile)));

/** The 16 results of a tile in the order in which they are computed: by their place in the windows of a pool behind, if there is one. */
export function placesInTile(window: readonly number[] | undefined): readonly number[] {
  const places = [...Array(tile * tile).keys()];
  if (window === undefined || window.some((size) => tile % size !== 0)) return places;
  const [height = 1, width = 1] = window;
  const placeInWindow = (place: number): number => (Math.floor(place / tile) % height) * width + ((place % tile) % width);
  return places.toSorted((a, b) => placeInWindow(a) - placeInWindow(b));
}

/** The pixel of every row where the results of all tiles stand place by place, -1 outside of the image. */
export function tileOrder(result: readonly number[], places: readonly number[]): Int32Array {
  const tiles = tilesOf(result);
  return Int32Array.from(
    places.flatMap((place) =>
      tiles.map(([i = 0, j = 0]) => pixelAt([tile * i + Math.floor(place / tile), tile * j + (place % tile)], result)),
    ),
  );
}

/**
 * The order of results that have no order of their own: window by window for every place in the windows of a pool behind; else as
 * tiles have them, so that images of one size meet in the same order wherever they come from.
 */
export function resultOrder(result: readonly number[], window: readonly number[] | undefined): Int32Array {
  if (window !== undefined) return poolOrder(result, window);
  if (result.length === 2 && result.every((size) => size % tile === 0)) return tileOrder(result, placesInTile(undefined));
  return Int32Array.from({ length: countOf(result) }, (_, pixel) => pixel);
}

/** The windows of a pool in the order in which tiles have them, or one after the other: the number of each. */
export function windowOrder(spatial: readonly number[], size: readonly number[]): Int32Array {
  const windows = spatial.map((length, axis) => Math.floor(length / (size[axis] ?? 1)));
  const perTile = size.map((length) => tile / length);
  if (size.length !== 2 || [...spatial.map((length) => length / tile), ...perTile].some((count) => !Number.isInteger(count)))
    return Int32Array.from({ length: countOf(windows) }, (_, window) => window);
  const order = positionsIn(perTile).flatMap((inTile) =>
    tilesOf(spatial).map((at) =>
      pixelAt(
        at.map((corner, axis) => corner * (perTile[axis] ?? 1) + (inTile[axis] ?? 0)),
        windows,
      ),
    ),
  );
  return Int32Array.from(order);
}

/** For every place in a window the pixels of all windows there, in {@link windowOrder}. */
export function pixelsByPlace(spatial: readonly number[], size: readonly number[]): readonly Int32Array[] {
  const windows = positionsIn(spatial.map((length, axis) => Math.floor(length / (size[axis] ?? 1))));
  const order = windowOrder(spatial, size);
  return positionsIn(size).map((place) =>
    order.map((window) =>
      pixelAt(
        place.map((offset, axis) => (windows[window]?.[axis] ?? 0) * (size[axis] ?? 1) + offset),
        spatial,
      ),
    ),
  );
}

/** Place by place, then the pixels that are in no window. */
function poolOrder(result: readonly number[], window: readonly number[]): Int32Array {
  const inside = pixelsByPlace(result, window).flatMap((pixels) => [...pixels]);
  const known = new Set(inside);
  const outside = [...Array(countOf(result)).keys()].filter((pixel) => !known.has(pixel));
  return Int32Array.from([...inside, ...outside]);
}
