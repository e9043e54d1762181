import { adaptiveAveragePool, adaptiveMaxPool, splitImage } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, perAxis, spatialNames, toDataFormat } from "../images.ts";
import type { ImageOptions, OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";

/** What adaptive pooling over any number of axes takes. */
export interface AdaptivePoolingOptions<Size> extends ImageOptions {
  /** How many windows, whatever the size of the image. */
  readonly outputSize: Size;
}

export type AdaptivePooling1dOptions = AdaptivePoolingOptions<OneAxis>;
export type AdaptivePooling2dOptions = AdaptivePoolingOptions<TwoAxes>;
export type AdaptivePooling3dOptions = AdaptivePoolingOptions<ThreeAxes>;

/**
 * The means of `outputSize` windows: `[batch, steps, channels]` to `[batch, outputSize, channels]` (Keras
 * `AdaptiveAveragePooling1D`). Window i goes from `floor(i · steps / outputSize)` to `ceil((i + 1) · steps / outputSize)`.
 *
 * @throws when the number of steps is free and more than one window is asked for
 */
export const adaptiveAveragePooling1d = (options: AdaptivePooling1dOptions): Layer =>
  adaptive("adaptiveAveragePooling1d", 1, options, adaptiveAveragePool);

/**
 * The means of `outputSize` windows: `[batch, height, width, channels]` to `[batch, ...outputSize, channels]` (Keras
 * `AdaptiveAveragePooling2D`). Window i of an axis goes from `floor(i · size / count)` to `ceil((i + 1) · size / count)`.
 *
 * @throws when a size is free and more than one window is asked for
 */
export const adaptiveAveragePooling2d = (options: AdaptivePooling2dOptions): Layer =>
  adaptive("adaptiveAveragePooling2d", 2, options, adaptiveAveragePool);

/**
 * The means of `outputSize` windows: `[batch, depth, height, width, channels]` to `[batch, ...outputSize, channels]` (Keras
 * `AdaptiveAveragePooling3D`); windows as in two dimensions.
 *
 * @throws when a size is free and more than one window is asked for
 */
export const adaptiveAveragePooling3d = (options: AdaptivePooling3dOptions): Layer =>
  adaptive("adaptiveAveragePooling3d", 3, options, adaptiveAveragePool);

/** The largest number of each window of {@link adaptiveAveragePooling1d} (Keras `AdaptiveMaxPooling1D`). */
export const adaptiveMaxPooling1d = (options: AdaptivePooling1dOptions): Layer =>
  adaptive("adaptiveMaxPooling1d", 1, options, adaptiveMaxPool);

/** The largest number of each window of {@link adaptiveAveragePooling2d} (Keras `AdaptiveMaxPooling2D`). */
export const adaptiveMaxPooling2d = (options: AdaptivePooling2dOptions): Layer =>
  adaptive("adaptiveMaxPooling2d", 2, options, adaptiveMaxPool);

/** The largest number of each window of {@link adaptiveAveragePooling3d} (Keras `AdaptiveMaxPooling3D`). */
export const adaptiveMaxPooling3d = (options: AdaptivePooling3dOptions): Layer =>
  adaptive("adaptiveMaxPooling3d", 3, options, adaptiveMaxPool);

function adaptive(
  kind: string,
  axes: SpatialAxes,
  options: AdaptivePoolingOptions<number | readonly number[]>,
  pool: typeof adaptiveAveragePool | typeof adaptiveMaxPool,
): Layer {
  const where = options.name ?? kind;
  const outputSize = perAxis(where, "outputSize", options.outputSize, axes);
  const dataFormat = toDataFormat(options.dataFormat, where);
  return layer(kind, {
    options,
    config: { outputSize, dataFormat },
    rank: imageRank(axes, dataFormat),
    check: ([x]) => {
      const free = splitImage(x.shape, dataFormat).spatial.some((size) => typeof size !== "number");
      return free && outputSize.some((count) => count > 1)
        ? `expected known sizes (${spatialNames(axes)}), on which the windows depend`
        : undefined;
    },
    apply: (_, x) => pool(x, outputSize, { dataFormat }),
  });
}
