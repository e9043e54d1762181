import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { fromPlanes } from "./channels.ts";
import { perImage, signPerImage } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor, Interval } from "./factor.ts";
import { coloursOf, turnHue } from "./hue.ts";
import { augmentation, channelCheck } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { clipTo, convertRange, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomHueOptions extends AugmentationOptions, ValueRangeOptions {
  /** How far colours turn around the colour circle, to either side: 1 is half of it; `0.2` is 0 to 0.2. */
  readonly factor: Factor;
}

/**
 * In training, turns the colours of every image around the colour circle (Keras `RandomHue`).
 *
 * Input and output: float32 `[batch, height, width, 3]`, or channels first.
 *
 * @throws when the factor is not from 0 to 1
 */
export function randomHue(options: RandomHueOptions): Layer {
  const where = options.name ?? "randomHue";
  const { factor } = options;
  const interval = toInterval(where, "factor", factor, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  return augmentation("randomHue", {
    options,
    config: { factor, valueRange },
    check: channelCheck(options.dataFormat, 3),
    change: (images, key) => {
      const halfTurns = perImage(foldIn(key, 1), images, interval).mul(signPerImage(foldIn(key, 0), images));
      return withHueTurned(images, halfTurns.mul(0.5), valueRange);
    },
  });
}

/** @param turn parts of the colour circle, `[batch, 1, 1, 1]` */
export function withHueTurned(images: Tensor, turn: Tensor, valueRange: Interval): Tensor {
  const turned = turnHue(coloursOf(convertRange(images, valueRange, [0, 1])), turn.squeeze(3));
  return convertRange(clipTo(fromPlanes(turned), [0, 1]), [0, 1], valueRange);
}
