import type { Interpolation } from "@tidu/core-tensor";
import type { ImageOptions } from "../images.ts";
import type { Layer } from "../layer.ts";
import { oneOf, positiveInteger } from "../option-checks.ts";
import { cropToAspectRatio, padToAspectRatio } from "./aspect-ratio.ts";
import { imageLayer } from "./image-layer.ts";
import { resizeImages } from "./resize.ts";

export interface ResizingOptions extends ImageOptions {
  readonly height: number;
  readonly width: number;
  /** Default: `"bilinear"`. */
  readonly interpolation?: Interpolation | undefined;
  /** Keep the proportions and cut off what does not fit, from the middle. Default: false, which stretches. */
  readonly cropToAspectRatio?: boolean | undefined;
  /** Keep the proportions and add a border. Default: false. */
  readonly padToAspectRatio?: boolean | undefined;
  /** What the border is made of: `"constant"`, the only one. */
  readonly fillMode?: "constant" | undefined;
  /** The value of the border. Default: 0. */
  readonly fillValue?: number | undefined;
  /** When shrinking, let every pixel count. Default: false. */
  readonly antialias?: boolean | undefined;
}

/**
 * Images of another size, in training and outside of it (Keras `Resizing`).
 *
 * Input: `[batch, height, width, channels]` of known size, or channels first. Output: the same dtype with the new height and
 * width; integers are rounded.
 *
 * @throws when both ways of keeping the proportions are asked for
 *
 * @example
 * resizing({ height: 224, width: 224, cropToAspectRatio: true });
 */
export function resizing(options: ResizingOptions): Layer {
  const where = options.name ?? "resizing";
  const { fillValue = 0, antialias = false, cropToAspectRatio: crops = false, padToAspectRatio: pads = false } = options;
  const height = positiveInteger(where, "height", options.height);
  const width = positiveInteger(where, "width", options.width);
  const methods = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] as const;
  const interpolation = oneOf(where, "interpolation", options.interpolation ?? "bilinear", methods);
  const fillMode = oneOf(where, "fillMode", options.fillMode ?? "constant", ["constant"]);
  if (crops && pads) throw new Error(`${where}: expected cropToAspectRatio or padToAspectRatio, received both.`);
  return imageLayer("resizing", {
    options,
    config: { height, width, interpolation, cropToAspectRatio: crops, padToAspectRatio: pads, fillMode, fillValue, antialias },
    change: (images) => {
      const cropped = crops ? cropToAspectRatio(images, height, width, where) : images;
      const whole = pads ? padToAspectRatio(cropped, height, width, fillValue, where) : cropped;
      return resizeImages(whole, height, width, interpolation, antialias);
    },
  });
}
