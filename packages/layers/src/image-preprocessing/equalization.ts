import { cumsum, gather, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { ImageOptions } from "../images.ts";
import type { Layer } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { histogram, rowStarts } from "./histogram.ts";
import { imageLayer, imageSize } from "./image-layer.ts";
import { bytes, clipTo, convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface EqualizationOptions extends ImageOptions, ValueRangeOptions {
  /** How many levels are told apart. Default: 256. */
  readonly bins?: number | undefined;
}

/**
 * In training, spreads the values of every channel of every image so that all levels are about as frequent (Keras `Equalization`).
 *
 * Input: `[batch, height, width, channels]` of known size, or channels first. Output: float32 of the same shape.
 *
 * @throws when `bins` is below 2
 */
export function equalization(options: EqualizationOptions = {}): Layer {
  const where = options.name ?? "equalization";
  const bins = positiveInteger(where, "bins", options.bins ?? 256);
  if (bins < 2) throw new RangeError(`${where}: expected at least 2 bins, received ${bins}.`);
  const valueRange = toValueRange(where, options.valueRange);
  return imageLayer("equalization", {
    options,
    config: { bins, valueRange },
    change: (x, { training = false }) => {
      const images = x.cast("float32");
      if (!training) return images;
      return convertRange(equalize(convertRange(images, valueRange, bytes), bins, where), bytes, valueRange);
    },
  });
}

/** Values from 0 to 255 through the table that their channel's cumulated histogram makes. */
function equalize(images: Tensor, bins: number, where: string): Tensor {
  const { batch, height, width, channels } = imageSize(images, where);
  const rows = images.transpose([0, 3, 1, 2]).reshape([-1, height * width]); // [batch · channels, pixels]
  const level = (scaled: Tensor): Tensor => clipTo(scaled, [0, bins - 1]).cast("int32");
  const counts = histogram(level(rows.mul(bins - 1).div(255)), bins);
  const total = height * width;
  const cumulated = cumsum(counts); // [batch · channels, bins]
  const first = select(cumulated.greater(0), cumulated, total).min({ axis: -1, keepDims: true });
  const rest = first.neg().add(total);
  const table = cumulated.sub(first).mul(255).div(rest.maximum(1)).round();
  const at = level(rows.div(255).mul(bins - 1)).add(rowStarts(rows.shape[0] ?? 1, bins));
  const equalized = gather(clipTo(table, bytes).reshape([-1]), at);
  // One level only: nothing to spread.
  return select(rest.greater(0), equalized, rows).reshape([batch, channels, height, width]).transpose([0, 2, 3, 1]);
}
