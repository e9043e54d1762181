import { globalAveragePool, globalMaxPool, printSpec, where as select } from "@tidu/core-tensor";
import type { DataFormat, GlobalPoolOptions, Tensor } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, toDataFormat } from "../images.ts";
import type { ImageOptions, SpatialAxes } from "../images.ts";
import type { Layer } from "../layer.ts";

export interface GlobalPoolingOptions extends ImageOptions {
  /** Keep the spatial axes with size 1. Default: false. */
  readonly keepDims?: boolean | undefined;
}

/**
 * The mean over all steps: `[batch, steps, channels]` to `[batch, channels]` (Keras `GlobalAveragePooling1D`). A mask
 * `bool[batch, steps]` leaves steps out; where it leaves none, the mean is 0 (NaN in Keras).
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

const max = (kind: string, axes: SpatialAxes, options: GlobalPoolingOptions): Layer =>
  globalPooling(kind, axes, options, (x, pooling) => globalMaxPool(x, pooling));

const average = (kind: string, axes: SpatialAxes, options: GlobalPoolingOptions): Layer =>
  globalPooling(kind, axes, options, (x, pooling, mask) =>
    mask === undefined || axes > 1 ? globalAveragePool(x, pooling) : maskedMean(x, pooling, mask, options.name ?? kind),
  );

interface Pooling extends GlobalPoolOptions {
  readonly dataFormat: DataFormat;
  readonly keepDims: boolean;
}

function globalPooling(
  kind: string,
  axes: SpatialAxes,
  options: GlobalPoolingOptions,
  pool: (x: Tensor, pooling: Pooling, mask: Tensor | undefined) => Tensor,
): Layer {
  const { keepDims = false } = options;
  const dataFormat = toDataFormat(options.dataFormat, options.name ?? kind);
  return layer(kind, {
    options,
    config: { dataFormat, keepDims },
    rank: imageRank(axes, dataFormat),
    apply: (_, x, { mask }) => pool(x, { dataFormat, keepDims }, mask),
  });
}

/** The mean of the steps that count: mask bool[batch, steps]. */
function maskedMean(x: Tensor, { dataFormat, keepDims }: Pooling, mask: Tensor, where: string): Tensor {
  if (mask.ndim !== 2) throw new Error(`${where}: expected a mask bool[batch, steps], received ${printSpec(mask.spec)}.`);
  const [axis, channels] = dataFormat === "channelsLast" ? [1, 2] : [2, 1];
  const counts = mask.expandDims(channels);
  return select(counts, x, 0).sum({ axis, keepDims }).div(counts.cast("float32").sum({ axis, keepDims }).maximum(1));
}
