import { dtypes, mulDims, resize, splitImage } from "@tidu/core-tensor";
import type { Interpolation } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, perAxis, spatialNames, toDataFormat } from "../images.ts";
import type { ImageOptions, OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { oneOf } from "../option-checks.ts";

export interface UpSamplingOptions<Size> extends ImageOptions {
  /** How many times larger. Default: 2. */
  readonly size?: Size | undefined;
}

export type UpSampling1dOptions = UpSamplingOptions<OneAxis>;
export type UpSampling3dOptions = UpSamplingOptions<ThreeAxes>;

export interface UpSampling2dOptions extends UpSamplingOptions<TwoAxes> {
  /** Pixels repeated (`"nearest"`, the default), or in between. */
  readonly interpolation?: Interpolation | undefined;
}

/** Every step several times: `[batch, steps, channels]` to `[batch, size · steps, channels]` (Keras `UpSampling1D`). */
export const upSampling1d = (options: UpSampling1dOptions = {}): Layer => upSampling("upSampling1d", 1, options);

/**
 * Images several times larger: `[batch, height, width, channels]` to `[batch, size · height, size · width, channels]` (Keras
 * `UpSampling2D`).
 *
 * @throws when a size is free and the interpolation is not `"nearest"`
 *
 * @example
 * upSampling2d({ size: [2, 3], interpolation: "bilinear" });
 */
export const upSampling2d = (options: UpSampling2dOptions = {}): Layer =>
  upSampling("upSampling2d", 2, options, options.interpolation ?? "nearest");

/** Every voxel several times along each axis: `[batch, depth, height, width, channels]` to a larger one (Keras `UpSampling3D`). */
export const upSampling3d = (options: UpSampling3dOptions = {}): Layer => upSampling("upSampling3d", 3, options);

const interpolations: readonly Interpolation[] = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

function upSampling(
  kind: string,
  axes: SpatialAxes,
  options: UpSamplingOptions<number | readonly number[]>,
  chosen?: Interpolation,
): Layer {
  const where = options.name ?? kind;
  const interpolation = oneOf(where, "interpolation", chosen ?? "nearest", interpolations);
  const size = perAxis(where, "size", options.size ?? 2, axes);
  const dataFormat = toDataFormat(options.dataFormat, where);
  return layer(kind, {
    options,
    config: { size, dataFormat, ...(chosen !== undefined && { interpolation }) },
    rank: imageRank(axes, dataFormat),
    ...(interpolation === "nearest" && { dtypes }),
    check: ([x]) => {
      const free = splitImage(x.shape, dataFormat).spatial.some((dim) => typeof dim !== "number");
      return free && interpolation !== "nearest"
        ? `expected known sizes (${spatialNames(axes)}), on which "${interpolation}" depends`
        : undefined;
    },
    apply: (_, x) => {
      const { spatial } = splitImage(x.shape, dataFormat);
      const larger = spatial.map((dim, i) => mulDims(dim, size[i] ?? 1));
      return resize(x, larger, { interpolation, dataFormat });
    },
  });
}
