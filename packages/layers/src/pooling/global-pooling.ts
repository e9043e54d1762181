import { printSpec, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, spatialAxes, toDataFormat } from "../images.ts";
import type { ImageOptions, SpatialAxes } from "../images.ts";
import type { Layer } from "../layer.ts";

export interface GlobalPoolingOptions extends ImageOptions {
  /** Keep the spatial axes with size 1. Default: false. */
  readonly keepDims?: boolean | undefined;
}

/**
 * The mean over all steps: `[batch, steps, channels]` to `[batch, channels]` (Keras `GlobalAveragePooling1D`). A mask
 * `bool[batch, steps]` leaves steps out.
 */
export const globalAveragePooling1d = (options: GlobalPoolingOptions = {}): Layer => average("globalAveragePooling1d", 1, options);

/** The mean over the image: `[batch, height, width, channels]` to `[batch, channels]` (Keras `GlobalAveragePooling2D`). */
export const globalAveragePooling2d = (options: GlobalPoolingOptions = {}): Layer => average("globalAveragePooling2d", 2, options);

/** The mean over the volume: `[batch, depth, height, width, channels]` to `[batch, channels]` (Keras `GlobalAveragePooling3D`). */
export const globalAveragePooling3d = (options: GlobalPoolingOptions = {}): Layer => average("globalAveragePooling3d", 3, options);

/** The largest of all steps: `[batch, steps, channels]` to `[batch, channels]` (Keras `GlobalMaxPooling1D`). */
export const globalMaxPooling1d = (options: GlobalPoolingOptions = {}): Layer => max("globalMaxPooling1d", 1, options);

/** The largest of the image: `[batch, height, width, channels]` to `[batch, channels]` (Keras `GlobalMaxPooling2D`). */
export const globalMaxPooling2d = (options: GlobalPoolingOptions = {}): Layer => max("globalMaxPooling2d", 2, options);

/** The largest of the volume: `[batch, depth, height, width, channels]` to `[batch, channels]` (Keras `GlobalMaxPooling3D`). */
export const globalMaxPooling3d = (options: GlobalPoolingOptions = {}): Layer => max("globalMaxPooling3d", 3, options);

type Along = { readonly axis: readonly number[]; readonly keepDims: boolean };

const max = (kind: string, axes: SpatialAxes, options: GlobalPoolingOptions): Layer =>
  globalPooling(kind, axes, options, (x, along) => x.max(along));

const average = (kind: string, axes: SpatialAxes, options: GlobalPoolingOptions): Layer =>
  globalPooling(kind, axes, options, (x, along, mask) =>
    mask === undefined || axes > 1 ? x.mean(along) : maskedMean(x, along, mask, options.name ?? kind),
  );

function globalPooling(
  kind: string,
  axes: SpatialAxes,
  options: GlobalPoolingOptions,
  reduce: (x: Tensor, along: Along, mask: Tensor | undefined) => Tensor,
): Layer {
  const { keepDims = false } = options;
  const dataFormat = toDataFormat(options.dataFormat, options.name ?? kind);
  const along = { axis: spatialAxes(axes, dataFormat), keepDims };
  return layer(kind, {
    options,
    config: { dataFormat, keepDims },
    rank: imageRank(axes, dataFormat),
    apply: (_, x, { mask }) => reduce(x, along, mask),
  });
}

/** The mean of the steps that count: mask bool[batch, steps]. */
function maskedMean(x: Tensor, along: Along, mask: Tensor, where: string): Tensor {
  if (mask.ndim !== 2) throw new Error(`${where}: expected a mask bool[batch, steps], received ${printSpec(mask.spec)}.`);
  const counts = mask.expandDims(along.axis[0] === 1 ? 2 : 1);
  return select(counts, x, 0).sum(along).div(counts.cast("float32").sum(along));
}
