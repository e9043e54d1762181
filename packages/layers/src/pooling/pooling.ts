import { averagePool, maxPool } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, perAxis, toDataFormat, windowProblem } from "../images.ts";
import type { ImageOptions, OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { oneOf } from "../option-checks.ts";

/** What pooling over any number of axes takes. */
export interface PoolingOptions<Size> extends ImageOptions {
  /** The size of the window. Default: 2. */
  readonly poolSize?: Size | undefined;
  /** Distance between windows. Default: the size of the window. */
  readonly strides?: Size | undefined;
  /** `"valid"` (default): windows inside the image; `"same"`: `ceil(size / stride)` windows, what lies outside does not count. */
  readonly padding?: "valid" | "same" | undefined;
}

export type Pooling1dOptions = PoolingOptions<OneAxis>;
export type Pooling2dOptions = PoolingOptions<TwoAxes>;
export type Pooling3dOptions = PoolingOptions<ThreeAxes>;

/**
 * The largest number of every window: `[batch, steps, channels]` to `[batch, windows, channels]` (Keras `MaxPooling1D`).
 *
 * @throws when the sequence is shorter than a window
 */
export const maxPooling1d = (options: Pooling1dOptions = {}): Layer => pooling("maxPooling1d", 1, options, maxPool);

/**
 * The largest number of every window: `[batch, height, width, channels]` to `[batch, rows, columns, channels]` (Keras
 * `MaxPooling2D`).
 *
 * @throws when the image is smaller than a window
 *
 * @example
 * maxPooling2d({ poolSize: 2 });
 */
export const maxPooling2d = (options: Pooling2dOptions = {}): Layer => pooling("maxPooling2d", 2, options, maxPool);

/**
 * The largest number of every window: `[batch, depth, height, width, channels]` to `[batch, …, channels]` (Keras `MaxPooling3D`).
 *
 * @throws when the volume is smaller than a window
 */
export const maxPooling3d = (options: Pooling3dOptions = {}): Layer => pooling("maxPooling3d", 3, options, maxPool);

/**
 * The mean of every window: `[batch, steps, channels]` to `[batch, windows, channels]` (Keras `AveragePooling1D`).
 *
 * @throws when the sequence is shorter than a window
 */
export const averagePooling1d = (options: Pooling1dOptions = {}): Layer => pooling("averagePooling1d", 1, options, averagePool);

/**
 * The mean of every window: `[batch, height, width, channels]` to `[batch, rows, columns, channels]` (Keras `AveragePooling2D`).
 *
 * @throws when the image is smaller than a window
 */
export const averagePooling2d = (options: Pooling2dOptions = {}): Layer => pooling("averagePooling2d", 2, options, averagePool);

/**
 * The mean of every window: `[batch, depth, height, width, channels]` to `[batch, …, channels]` (Keras `AveragePooling3D`).
 *
 * @throws when the volume is smaller than a window
 */
export const averagePooling3d = (options: Pooling3dOptions = {}): Layer => pooling("averagePooling3d", 3, options, averagePool);

function pooling(
  kind: string,
  axes: SpatialAxes,
  options: PoolingOptions<number | readonly number[]>,
  pool: typeof maxPool | typeof averagePool,
): Layer {
  const where = options.name ?? kind;
  const poolSize = perAxis(where, "poolSize", options.poolSize ?? 2, axes);
  const strides = perAxis(where, "strides", options.strides ?? poolSize, axes);
  const padding = oneOf(where, "padding", options.padding ?? "valid", ["valid", "same"]);
  const dataFormat = toDataFormat(options.dataFormat, where);
  return layer(kind, {
    options,
    config: { poolSize, strides, padding, dataFormat },
    rank: imageRank(axes, dataFormat),
    check: ([x]) => windowProblem(x, axes, { kernelSize: poolSize, strides, padding, dataFormat }),
    apply: (_, x) => pool(x, poolSize, { strides, padding, dataFormat }),
  });
}
