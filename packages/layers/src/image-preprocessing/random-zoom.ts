import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor, Interval } from "./factor.ts";
import { toSampling } from "./fill-mode.ts";
import type { SamplingOptions } from "./fill-mode.ts";
import { augmentation, imageSize } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { project } from "./projection.ts";
import type { Projection } from "./projection.ts";

export interface RandomZoomOptions extends AugmentationOptions, SamplingOptions {
  /** How much of the height more (positive, zooming out) or less (negative, zooming in) is seen: `0.2` is −20 % to 20 %. */
  readonly heightFactor: Factor;
  /** The same for the width. Default: as the height, so that shapes stay. */
  readonly widthFactor?: Factor | undefined;
}

/**
 * In training, zooms into every image or out of it, around its middle (Keras `RandomZoom`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when a factor is not above −1 and at most 1
 */
export function randomZoom(options: RandomZoomOptions): Layer {
  const where = options.name ?? "randomZoom";
  const { heightFactor, widthFactor } = options;
  const heights = zooms(where, "heightFactor", heightFactor);
  const widths = widthFactor === undefined ? undefined : zooms(where, "widthFactor", widthFactor);
  const sampling = toSampling(where, options);
  return augmentation("randomZoom", {
    options,
    config: { heightFactor, widthFactor, ...sampling },
    change: (images, key) => {
      const draw = (place: number, interval: Interval): Tensor => perImage(foldIn(key, place), images, interval).squeeze(-1);
      const height = draw(0, heights);
      const width = widths === undefined ? height : draw(1, widths);
      const size = imageSize(images, where);
      return project(images, zoom(height, width, size.height, size.width), sampling, where);
    },
  });
}

/** The parts of height and width that are seen. */
function zooms(where: string, option: string, factor: Factor): Interval {
  const [low, high] = toInterval(where, option, factor, [-1, 1]);
  if (low === -1 && typeof factor !== "number")
    throw new RangeError(`${where}: expected ${option} to be above −1, received ${JSON.stringify(factor)}.`);
  return [1 + low, 1 + high];
}

const zoom = (zoomY: Tensor, zoomX: Tensor, height: number, width: number): Projection => ({
  a: [zoomX, 0, around((width - 1) / 2, zoomX)],
  b: [0, zoomY, around((height - 1) / 2, zoomY)],
});

/** What keeps the middle where it is. */
const around = (middle: number, zoom: Tensor): Tensor => zoom.neg().add(1).mul(middle);
