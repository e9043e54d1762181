import { dtypes, splitImage } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import { imageRank, spatialNames, toDataFormat } from "../images.ts";
import type { ImageOptions, SpatialAxes } from "../images.ts";
import type { Layer } from "../layer.ts";
import { aroundImage, sidesConfig, sidesOf } from "./sides.ts";
import type { Sides1d, Sides2d, Sides3d } from "./sides.ts";

export interface CroppingOptions<Sides> extends ImageOptions {
  /** What goes in front and behind: one number for all, one per axis, or `[front, behind]` per axis. Default: 1, in two dimensions 0. */
  readonly cropping?: Sides | undefined;
}

/**
 * A sequence without its first and last steps: `[batch, steps, channels]` to `[batch, fewer, channels]` (Keras `Cropping1D`).
 *
 * @throws when nothing would be left
 */
export const cropping1d = (options: CroppingOptions<Sides1d> = {}): Layer => cropped("cropping1d", 1, options, 1);

/**
 * Images without their borders: `[batch, height, width, channels]` to smaller ones (Keras `Cropping2D`).
 *
 * @throws when nothing would be left
 *
 * @example
 * cropping2d({ cropping: [[2, 1], 4] }); // two rows above, one below, four columns on both sides
 */
export const cropping2d = (options: CroppingOptions<Sides2d> = {}): Layer => cropped("cropping2d", 2, options, 0);

/**
 * Volumes without their borders: `[batch, depth, height, width, channels]` to smaller ones (Keras `Cropping3D`).
 *
 * @throws when nothing would be left
 */
export const cropping3d = (options: CroppingOptions<Sides3d> = {}): Layer => cropped("cropping3d", 3, options, 1);

function cropped(kind: string, axes: SpatialAxes, options: CroppingOptions<Sides1d | Sides2d | Sides3d>, otherwise: number): Layer {
  const where = options.name ?? kind;
  const cropping = sidesOf(where, "cropping", options.cropping ?? otherwise, axes);
  const dataFormat = toDataFormat(options.dataFormat, where);
  const sides = aroundImage(cropping, dataFormat);
  return layer(kind, {
    options,
    config: { cropping: sidesConfig(cropping), dataFormat },
    rank: imageRank(axes, dataFormat),
    dtypes,
    check: ([x]) => {
      const { spatial } = splitImage(x.shape, dataFormat);
      const least = cropping.map(([front, behind]) => front + behind + 1);
      const small = spatial.some((dim, i) => typeof dim === "number" && dim < (least[i] ?? 1));
      return small ? `expected ${spatialNames(axes)} of at least ${least.join(" × ")}, so that something is left` : undefined;
    },
    apply: (_, x) =>
      x.slice(
        sides.map(([front]) => front),
        sides.map(([, behind]) => (behind === 0 ? null : -behind)),
      ),
  });
}
