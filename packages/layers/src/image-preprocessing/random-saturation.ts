import { where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { fromPlanes } from "./channels.ts";
import { perImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { brightest, coloursOf, darkest } from "./hue.ts";
import { augmentation, channelCheck } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomSaturationOptions extends AugmentationOptions, ValueRangeOptions {
  /** 0 takes the colour away, 0.5 changes nothing, 1 makes it as strong as it can be; `0.2` is 0 to 0.2. */
  readonly factor: Factor;
}

/**
 * In training, makes the colours of every image weaker or stronger (Keras `RandomSaturation`, with saturations held to [0, 1]).
 *
 * Input and output: float32 `[batch, height, width, 3]`, or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randomSaturation(options: RandomSaturationOptions): Layer {
  const where = options.name ?? "randomSaturation";
  const { factor } = options;
  const interval = toInterval(where, "factor", factor, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomSaturation", {
    options,
    config: { factor, valueRange },
    check: channelCheck(options.dataFormat, 3),
    change: (images, key) => {
      const drawn = perImage(key, images, interval);
      const saturated = saturate(convertRange(images, valueRange, [0, 1]), drawn.div(drawn.neg().add(1 + 1e-7)));
      return convertRange(saturated, [0, 1], valueRange);
    },
  });
}

/** Every channel's distance from the brightest one times `factor`; at most so far that the darkest one is 0 (saturation 1). */
function saturate(images: Tensor, factor: Tensor): Tensor {
  const colours = coloursOf(images);
  const value = brightest(colours);
  const range = value.sub(darkest(colours));
  const most = value.div(select(range.greater(0), range, 1));
  const times = most.minimum(factor.squeeze(3));
  return fromPlanes(colours.map((colour) => value.sub(value.sub(colour).mul(times))));
}
