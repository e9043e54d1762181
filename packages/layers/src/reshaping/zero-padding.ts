import { dtypes, pad } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, toDataFormat } from "../images.ts";
import type { ImageOptions, SpatialAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { aroundImage, sidesConfig, sidesOf } from "./sides.ts";
import type { Sides1d, Sides2d, Sides3d } from "./sides.ts";

export interface ZeroPaddingOptions<Sides> extends ImageOptions {
  /** Zeros in front and behind: one number for all, one per axis, or `[front, behind]` per axis. Default: 1. */
  readonly padding?: Sides | undefined;
}

/** Zeros around a sequence: `[batch, steps, channels]` to `[batch, more, channels]` (Keras `ZeroPadding1D`). */
export const zeroPadding1d = (options: ZeroPaddingOptions<Sides1d> = {}): Layer => zeroPadding("zeroPadding1d", 1, options);

/**
 * Zeros around images: `[batch, height, width, channels]` to larger ones (Keras `ZeroPadding2D`).
 *
 * @example
 * zeroPadding2d({ padding: [[3, 3], [3, 3]] });
 */
export const zeroPadding2d = (options: ZeroPaddingOptions<Sides2d> = {}): Layer => zeroPadding("zeroPadding2d", 2, options);

/** Zeros around volumes: `[batch, depth, height, width, channels]` to larger ones (Keras `ZeroPadding3D`). */
export const zeroPadding3d = (options: ZeroPaddingOptions<Sides3d> = {}): Layer => zeroPadding("zeroPadding3d", 3, options);

function zeroPadding(kind: string, axes: SpatialAxes, options: ZeroPaddingOptions<Sides1d | Sides2d | Sides3d>): Layer {
  const where = options.name ?? kind;
  const padding = sidesOf(where, "padding", options.padding ?? 1, axes);
  const dataFormat = toDataFormat(options.dataFormat, where);
  return layer(kind, {
    options,
    config: { padding: sidesConfig(padding), dataFormat },
    rank: imageRank(axes, dataFormat),
    dtypes,
    apply: (_, x) => pad(x, aroundImage(padding, dataFormat)),
  });
}
