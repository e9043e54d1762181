import type { Ops, PoolParams, ValueId } from "@tidu/core-tensor";
import type { Expansion, Making } from "./expansion.ts";
import { countedImage, countOf, fromRows, inOrder, toRows } from "./image-rows.ts";
import type { ImageRows } from "./image-rows.ts";
import { joined, pixelsByPlace, windowOrder } from "./result-order.ts";

/** The largest of pixels that are gathered place by place of the window. */
export const maxPool: Expansion<Ops["maxPool"]> = ({ inputs: { x }, params, output, making }) => {
  const rows = tilesWithoutPadding(params) ? toRows(x, params.dataFormat, making) : undefined;
  const result = countedImage(output.shape, params.dataFormat);
  if (rows === undefined || result === undefined) return undefined;
  const { largest } = tournament(placesOf(rows, params, making), making);
  const order = windowOrder(rows.spatial, params.size);
  return fromRows({ ...result, value: inOrder(largest, order, order.length, making) }, params.dataFormat, making);
};

/** The cotangent of a window goes down the tournament that found its largest, to the first of equals. */
export const maxPoolGradient: Expansion<Ops["maxPoolGradient"]> = ({ inputs, params, making }) => {
  const { dataFormat } = params;
  const rows = tilesWithoutPadding(params) ? toRows(inputs.x, dataFormat, making) : undefined;
  const g = toRows(inputs.g, dataFormat, making);
  if (rows === undefined || g === undefined) return undefined;
  const ordered = making.make("reindex", { x: g.value }, { axis: 0, index: windowOrder(rows.spatial, params.size) });
  const shares = tournament(placesOf(rows, params, making), making).share(ordered);
  return fromRows({ ...rows, value: backToPixels(shares, rows, params, making) }, dataFormat, making);
};

/** Windows side by side: every pixel is in one of them or in none. */
const tilesWithoutPadding = ({ size, strides, low, high }: PoolParams): boolean =>
  size.every((window, axis) => window === strides[axis]) && [...low, ...high].every((count) => count === 0) && countOf(size) <= 16;

/** For every place of the window the pixels of all windows there, `[windows, batch, channels]`. */
const placesOf = (x: ImageRows, { size }: PoolParams, { make }: Making): readonly ValueId[] =>
  pixelsByPlace(x.spatial, size).map((index) => make("reindex", { x: x.value }, { axis: 0, index }));

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
function backToPixels(places: readonly ValueId[], { spatial }: ImageRows, { size }: PoolParams, making: Making): ValueId {
  const all = making.make("concat", { values: places }, { axis: 0 });
  return inOrder(all, joined(pixelsByPlace(spatial, size)), countOf(spatial), making);
}
