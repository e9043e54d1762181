import type { Ops, PoolParams, ValueId } from "@tidu/core-tensor";
import type { Expansion, Making } from "./expansion.ts";
import { countedImage, countOf, fromRows, pixelAt, positionsIn, toRows } from "./image-rows.ts";
import type { ImageRows } from "./image-rows.ts";

/** The largest of pixels that are gathered place by place of the window. */
export const maxPool: Expansion<Ops["maxPool"]> = ({ inputs: { x }, params, output, making }) => {
  const rows = tilesWithoutPadding(params) ? toRows(x, params.dataFormat, making) : undefined;
  const result = countedImage(output.shape, params.dataFormat);
  if (rows === undefined || result === undefined) return undefined;
  const { largest } = tournament(placesOf(rows, params, result.spatial, making), making);
  return fromRows({ ...result, value: largest }, params.dataFormat, making);
};

/** The cotangent of a window goes down the tournament that found its largest, to the first of equals. */
export const maxPoolGradient: Expansion<Ops["maxPoolGradient"]> = ({ inputs, params, making }) => {
  const { dataFormat } = params;
  const rows = tilesWithoutPadding(params) ? toRows(inputs.x, dataFormat, making) : undefined;
  const g = toRows(inputs.g, dataFormat, making);
  if (rows === undefined || g === undefined) return undefined;
  const shares = tournament(placesOf(rows, params, g.spatial, making), making).share(g.value);
  return fromRows({ ...rows, value: backToPixels(shares, rows, params, g.spatial, making) }, dataFormat, making);
};

/** Windows side by side: every pixel is in one of them or in none. */
const tilesWithoutPadding = ({ size, strides, low, high }: PoolParams): boolean =>
  size.every((window, axis) => window === strides[axis]) && [...low, ...high].every((count) => count === 0) && countOf(size) <= 16;

/** For every place of the window the pixels of all windows there, `[windows, batch, channels]`. */
const placesOf = (x: ImageRows, params: PoolParams, windows: readonly number[], { make }: Making): readonly ValueId[] =>
  pixelsByPlace(x, params, windows).map((index) => make("reindex", { x: x.value }, { axis: 0, index }));

const pixelsByPlace = (x: ImageRows, { size }: PoolParams, windows: readonly number[]): readonly Int32Array[] =>
  positionsIn(size).map((place) =>
    Int32Array.from(
      positionsIn(windows).map((at) =>
        pixelAt(
          at.map((window, axis) => window * (size[axis] ?? 1) + (place[axis] ?? 0)),
          x.spatial,
        ),
      ),
    ),
  );

interface Tournament {
  readonly largest: ValueId;
  /** What each value gets of `g`: all of it or nothing. */
  readonly share: (g: ValueId) => readonly ValueId[];
}

/** The largest of several values, found in pairs; of equals the first. */
function tournament(values: readonly ValueId[], making: Making): Tournament {
  const { make } = making;
  const [only = -1] = values;
  if (values.length <= 1) return { largest: only, share: (g) => [g] };
  const half = Math.ceil(values.length / 2);
  const [first, second] = [tournament(values.slice(0, half), making), tournament(values.slice(half), making)];
  return {
    largest: make("maximum", { a: first.largest, b: second.largest }),
    share: (g) => {
      const wins = make("cast", { x: make("greaterEqual", { a: first.largest, b: second.largest }) }, { dtype: "float32" });
      const toFirst = make("mul", { a: g, b: wins });
      return [...first.share(toFirst), ...second.share(make("sub", { a: g, b: toFirst }))];
    },
  };
}

/** `[windows, batch, channels]` per place of the window, back in the order of the pixels; pixels outside of all windows get zeros. */
function backToPixels(places: readonly ValueId[], x: ImageRows, params: PoolParams, windows: readonly number[], { make }: Making): ValueId {
  const index = new Int32Array(countOf(x.spatial)).fill(-1);
  let row = 0;
  for (const pixels of pixelsByPlace(x, params, windows)) for (const pixel of pixels) index[pixel] = row++;
  return make("reindex", { x: make("concat", { values: places }, { axis: 0 }) }, { axis: 0, index });
}
