import { dropout } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { channelAxis, imageRank, toDataFormat } from "../images.ts";
import type { ImageOptions, SpatialAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { drawingKey } from "./drawing-key.ts";
import type { DrawingOptions } from "./drawing-key.ts";

export interface SpatialDropoutOptions extends DrawingOptions, ImageOptions {
  /** The share of channels that become 0, from 0 to 1. */
  readonly rate: number;
}

/**
 * In training, sets whole channels of a sequence `[batch, steps, channels]` to 0 at random and scales the others by
 * 1 / (1 − rate) (Tompson et al. 2015; Keras `SpatialDropout1D`).
 */
export const spatialDropout1d = (options: SpatialDropoutOptions): Layer => spatialDropout("spatialDropout1d", 1, options);

/**
 * In training, sets whole channels of an image `[batch, height, width, channels]` to 0 at random and scales the others by
 * 1 / (1 − rate): neighbouring pixels are alike, so dropping them one by one changes little (Tompson et al. 2015; Keras
 * `SpatialDropout2D`).
 */
export const spatialDropout2d = (options: SpatialDropoutOptions): Layer => spatialDropout("spatialDropout2d", 2, options);

/**
 * In training, sets whole channels of a volume `[batch, depth, height, width, channels]` to 0 at random and scales the others by
 * 1 / (1 − rate) (Tompson et al. 2015; Keras `SpatialDropout3D`).
 */
export const spatialDropout3d = (options: SpatialDropoutOptions): Layer => spatialDropout("spatialDropout3d", 3, options);

function spatialDropout(kind: string, axes: SpatialAxes, options: SpatialDropoutOptions): Layer {
  const { seed } = options;
  const where = options.name ?? kind;
  const rate = within(where, "rate", options.rate, 0, 1);
  const dataFormat = toDataFormat(options.dataFormat, where);
  return layer(kind, {
    options,
    config: { rate, dataFormat, seed },
    rank: imageRank(axes, dataFormat),
    masking: "passes",
    apply: (_, x, context) => {
      if (context.training !== true || rate === 0) return x;
      const channels = channelAxis(dataFormat) === 1 ? 1 : x.ndim - 1;
      const decisions = x.shape.map((size, axis) => (axis === 0 || axis === channels ? size : 1));
      return dropout(drawingKey(context, seed, where), x, rate, decisions);
    },
  });
}
