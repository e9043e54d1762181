import { countOf, countUp, pixelGrid, positionsIn } from "./image-rows.ts";

/** Results per side of a tile that is computed at once. */
export const tile = 4;

/** How many tiles cover an image. */
export const tileCount = (result: readonly number[]): number => countOf(result.map((size) => Math.ceil(size / tile)));

/** The coordinates, per axis, of a pixel of every tile: `offset` from its corner. */
export const cornersOf = (result: readonly number[], offset: readonly number[]): readonly (readonly number[])[] =>
  result.map((size, axis) => countUp(Math.ceil(size / tile)).map((corner) => tile * corner + (offset[axis] ?? 0)));

/** Lists one after the other. */
export function joined(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((length, list) => length + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** The 16 results of a tile in the order in which they are computed: by their place in the windows of a pool behind, if there is one. */
export function placesInTile(window: readonly number[] | undefined): readonly number[] {
  const places = countUp(tile * tile);
  if (window === undefined || window.some((size) => tile % size !== 0)) return places;
  const [height = 1, width = 1] = window;
  const placeInWindow = (place: number): number => (Math.floor(place / tile) % height) * width + ((place % tile) % width);
  return places.toSorted((a, b) => placeInWindow(a) - placeInWindow(b));
}

/** The pixel of every row where the results of all tiles stand place by place, -1 outside of the image. */
export function tileOrder(result: readonly number[], places: readonly number[]): Int32Array {
  return joined(places.map((place) => pixelGrid(cornersOf(result, [Math.floor(place / tile), place % tile]), result)));
}

/**
 * The order of results that have no order of their own: window by window for every place in the windows of a pool behind; else as
 * tiles have them, so that images of one size meet in the same order wherever they come from.
 */
export function resultOrder(result: readonly number[], window: readonly number[] | undefined): Int32Array {
  if (window !== undefined) return poolOrder(result, window);
  if (result.length === 2 && result.every((size) => size % tile === 0)) return tileOrder(result, placesInTile(undefined));
  return Int32Array.from(countUp(countOf(result)));
}

/** The windows of a pool in the order in which tiles have them, or one after the other: the number of each. */
export function windowOrder(spatial: readonly number[], size: readonly number[]): Int32Array {
  const windows = spatial.map((length, axis) => Math.floor(length / (size[axis] ?? 1)));
  const perTile = size.map((length) => tile / length);
  if (size.length !== 2 || [...spatial.map((length) => length / tile), ...perTile].some((count) => !Number.isInteger(count)))
    return Int32Array.from(countUp(countOf(windows)));
  const inTiles = positionsIn(perTile).map((inTile) =>
    pixelGrid(
      spatial.map((length, axis) => countUp(length / tile).map((corner) => corner * (perTile[axis] ?? 1) + (inTile[axis] ?? 0))),
      windows,
    ),
  );
  return joined(inTiles);
}

/** For every place in a window the pixels of all windows there, in {@link windowOrder}. */
export function pixelsByPlace(spatial: readonly number[], size: readonly number[]): readonly Int32Array[] {
  const order = windowOrder(spatial, size);
  return positionsIn(size).map((place) => {
    const pixels = pixelGrid(
      spatial.map((length, axis) => {
        const step = size[axis] ?? 1;
        return countUp(Math.floor(length / step)).map((window) => window * step + (place[axis] ?? 0));
      }),
      spatial,
    );
    return order.map((window) => pixels[window] ?? -1);
  });
}

/** Place by place, then the pixels that are in no window. */
function poolOrder(result: readonly number[], window: readonly number[]): Int32Array {
  const inside = joined(pixelsByPlace(result, window));
  const known = new Set(inside);
  return joined([inside, Int32Array.from(countUp(countOf(result)).filter((pixel) => !known.has(pixel)))]);
}
