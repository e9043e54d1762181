import { isStatic, splitImage } from "@tidu/core-tensor";
import type { DataFormat, Dim, Shape, ValueId } from "@tidu/core-tensor";
import type { Making } from "./expansion.ts";

/**
 * Images with all images of a pixel side by side: `[pixels, batch, channels]`. Moving a pixel then copies kilobytes at once, and any
 * order of the pixels is as good as another.
 */
export interface ImageRows {
  /** `[pixels, batch, channels]` */
  readonly value: ValueId;
  readonly spatial: readonly number[];
  readonly batch: Dim;
  readonly channels: number;
}

/** The sizes of images whose pixels can be counted. */
export function countedImage(shape: Shape, dataFormat: DataFormat): Omit<ImageRows, "value"> | undefined {
  const { batch, spatial, channels } = splitImage(shape, dataFormat);
  return isStatic(spatial) && typeof channels === "number" && batch !== 0 ? { batch, spatial, channels } : undefined;
}

/** `[batch, ...spatial, channels]` (or channels first) as rows of pixels. */
export function toRows(x: ValueId, dataFormat: DataFormat, { builder, make }: Making): ImageRows | undefined {
  const image = countedImage(builder.specOf(x).shape, dataFormat);
  if (image === undefined) return undefined;
  const axes = image.spatial.map((_, axis) => axis + (dataFormat === "channelsLast" ? 1 : 2));
  const channelAxis = dataFormat === "channelsLast" ? axes.length + 1 : 1;
  const pixels = make("transpose", { x }, { permutation: [...axes, 0, channelAxis] });
  return { ...image, value: make("reshape", { x: pixels }, { shape: [countOf(image.spatial), image.batch, image.channels] }) };
}

/** The inverse of {@link toRows}. */
export function fromRows({ value, spatial, batch, channels }: ImageRows, dataFormat: DataFormat, { make }: Making): ValueId {
  const pixels = make("reshape", { x: value }, { shape: [...spatial, batch, channels] });
  const axes = [...spatial.keys()];
  const permutation = dataFormat === "channelsLast" ? [axes.length, ...axes, axes.length + 1] : [axes.length, axes.length + 1, ...axes];
  return make("transpose", { x: pixels }, { permutation });
}

/** A filter as `[taps, inChannels, filters]`, the taps in the order of pixels. */
export function tapsOf(filter: ValueId, dataFormat: DataFormat, { builder, make }: Making): ValueId {
  const { shape } = builder.specOf(filter);
  const kernelAxes = [...shape.keys()].slice(2);
  const last = dataFormat === "channelsLast" ? filter : make("transpose", { x: filter }, { permutation: [...kernelAxes, 1, 0] });
  return make("reshape", { x: last }, { shape: [-1, ...builder.specOf(last).shape.slice(-2)] });
}

/** The inverse of {@link tapsOf}, for a filter of `shape`. */
export function fromTaps(taps: ValueId, shape: readonly number[], dataFormat: DataFormat, { make }: Making): ValueId {
  if (dataFormat === "channelsLast") return make("reshape", { x: taps }, { shape });
  const [filters = 1, inChannels = 1, ...kernel] = shape;
  const last = make("reshape", { x: taps }, { shape: [...kernel, inChannels, filters] });
  const axes = [...kernel.keys()];
  return make("transpose", { x: last }, { permutation: [axes.length + 1, axes.length, ...axes] });
}

/** Results in an order in which they were computed: `order` gives the pixel of every row, -1 for rows that are none. */
export function inOrder(value: ValueId, order: Int32Array, pixels: number, { make }: Making): ValueId {
  const rowOf = new Int32Array(pixels).fill(-1);
  order.forEach((pixel, row) => pixel >= 0 && (rowOf[pixel] = row));
  return make("reindex", { x: value }, { axis: 0, index: rowOf });
}

export const countOf = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);

/** All positions in a grid, the last axis fastest. */
export function positionsIn(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (positions, size) => positions.flatMap((position) => Array.from({ length: size }, (_, i) => [...position, i])),
    [[]],
  );
}

/** The pixels at all combinations of coordinates, given per axis, the last axis fastest; -1 outside of the image. */
export function pixelGrid(coordinates: readonly (readonly number[])[], spatial: readonly number[]): Int32Array {
  let pixels = new Int32Array(1);
  for (const [axis, along] of coordinates.entries()) {
    const size = spatial[axis] ?? 1;
    const next = new Int32Array(pixels.length * along.length);
    let at = 0;
    for (const pixel of pixels) for (const place of along) next[at++] = pixel < 0 || place < 0 || place >= size ? -1 : pixel * size + place;
    pixels = next;
  }
  return pixels;
}

/** 0, 1, 2, … */
export const countUp = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** The number of a pixel, or -1 outside of the image. */
export const pixelAt = (position: readonly number[], spatial: readonly number[]): number =>
  position.reduce((pixel, at, axis) => {
    const size = spatial[axis] ?? 1;
    return pixel < 0 || at < 0 || at >= size ? -1 : pixel * size + at;
  }, 0);
