import { cumsum, gather, iota, pad, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { perAxis } from "../images.ts";
import type { ImageOptions, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { histogram } from "./histogram.ts";
import { imageLayer, imageSize } from "./image-layer.ts";
import { bytes, clipTo, convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface ContrastLimitedAdaptiveHistogramEqualizationOptions extends ImageOptions, ValueRangeOptions {
  /** How far above the average a level may count; what is more is shared among all. 0: no limit. Default: 4. */
  readonly clipLimit?: number | undefined;
  /** How many tiles, down and across. Default: `[8, 8]`. */
  readonly tileGridSize?: TwoAxes | undefined;
}

const levels = 256;

/**
 * Spreads the values of images tile by tile, blending between tiles, in training and outside of it (Zuiderveld 1994; Keras
 * `ContrastLimitedAdaptiveHistogramEqualization`).
 *
 * Input: `[batch, height, width, channels]` of known size, or channels first. Output: float32 of the same shape.
 *
 * @throws when the clip limit is below 0
 */
export function contrastLimitedAdaptiveHistogramEqualization(options: ContrastLimitedAdaptiveHistogramEqualizationOptions = {}): Layer {
  const where = options.name ?? "contrastLimitedAdaptiveHistogramEqualization";
  const clipLimit = within(where, "clipLimit", options.clipLimit ?? 4, 0);
  const tileGridSize = perAxis(where, "tileGridSize", options.tileGridSize ?? [8, 8], 2);
  const valueRange = toValueRange(where, options.valueRange);
  return imageLayer("contrastLimitedAdaptiveHistogramEqualization", {
    options,
    config: { clipLimit, tileGridSize, valueRange },
    change: (images) => {
      const equalized = clahe(convertRange(images.cast("float32"), valueRange, bytes), clipLimit, tileGridSize, where);
      return convertRange(equalized, bytes, valueRange);
    },
  });
}

function clahe(images: Tensor, clipLimit: number, [down = 1, across = 1]: readonly number[], where: string): Tensor {
  const { batch, height, width, channels } = imageSize(images, where);
  const [tall, wide] = [Math.ceil(height / down), Math.ceil(width / across)];
  const behind = [0, tall * down - height, wide * across - width, 0];
  const whole = pad(
    images,
    behind.map((count) => [0, count] as const),
    { mode: "symmetric" },
  );
  const value = clipTo(whole, bytes).cast("int32"); // [batch, H, W, channels]
  const tiles = value
    .reshape([batch, down, tall, across, wide, channels])
    .transpose([0, 1, 3, 5, 2, 4])
    .reshape([-1, tall * wide]); // [batch · down · across · channels, pixels]
  const tables = curves(histogram(tiles, levels), tall * wide, clipLimit).reshape([-1]);

  const rows = between(tall, tall * down, down);
  const columns = between(wide, wide * across, across);
  const image = iota(batch)
    .mul(down * across * channels)
    .reshape([batch, 1, 1, 1]);
  const base = image.add(iota(channels)).mul(levels).add(value); // [batch, H, W, channels]
  const through = (row: readonly number[], column: readonly number[]): Tensor => {
    const ofRow = tensor(
      Int32Array.from(row, (i) => i * across * channels * levels),
      [1, row.length, 1, 1],
    );
    const ofColumn = tensor(
      Int32Array.from(column, (i) => i * channels * levels),
      [1, 1, column.length, 1],
    );
    return gather(tables, base.add(ofRow).add(ofColumn));
  };
  const wx = tensor(columns.weight, [1, 1, columns.weight.length, 1]);
  const wy = tensor(rows.weight, [1, rows.weight.length, 1, 1]);
  const blend = (a: Tensor, b: Tensor, weight: Tensor): Tensor => a.add(b.sub(a).mul(weight));
  const above = blend(through(rows.before, columns.before), through(rows.before, columns.after), wx);
  const below = blend(through(rows.after, columns.before), through(rows.after, columns.after), wx);
  return blend(above, below, wy).slice([0, 0, 0, 0], [null, height, width, null]);
}

/** What every level becomes in a tile: the cumulated, limited histogram `[tiles, 256]`, scaled to 0 … 255. */
function curves(counts: Tensor, pixels: number, clipLimit: number): Tensor {
  const limited = counts.minimum((clipLimit * pixels) / levels);
  const excess = counts.sub(limited).sum({ axis: -1, keepDims: true });
  const cumulated = cumsum(clipLimit > 0 ? limited.add(excess.div(levels)) : counts);
  const lowest = cumulated.min({ axis: -1, keepDims: true });
  const rest = lowest.neg().add(pixels);
  const scaled = cumulated
    .sub(lowest)
    .mul(255)
    .div(rest.add(rest.equal(0).cast("float32")));
  return clipTo(scaled, bytes);
}

interface Neighbours {
  /** The tile whose centre lies before the pixel, and the one behind. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** How much the one behind counts. */
  readonly weight: readonly number[];
}

/** Between the centres of which tiles every pixel of an axis lies; at the border one tile is on both sides. */
function between(tile: number, size: number, count: number): Neighbours {
  const places = Array.from({ length: size }, (_, i) => (i - tile / 2) / tile);
  const onGrid = (i: number): number => Math.min(Math.max(i, 0), count - 1);
  return {
    before: places.map((place) => onGrid(Math.floor(place))),
    after: places.map((place) => onGrid(Math.floor(place) + 1)),
    weight: places.map((place) => place - Math.floor(place)),
  };
}
