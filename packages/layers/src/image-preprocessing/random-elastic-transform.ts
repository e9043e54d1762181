import { foldIn, iota, normal, where as select } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { perImage, someImages } from "./draws.ts";
import { toInterval } from "./factor.ts";
import type { Factor } from "./factor.ts";
import { toSampling } from "./fill-mode.ts";
import type { Sampling, SamplingOptions } from "./fill-mode.ts";
import { smooth } from "./gaussian-smoothing.ts";
import { augmentation, imageSize } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";
import { sampleAt } from "./projection.ts";
import { clipTo, toValueRange } from "./value-range.ts";
import type { ValueRangeOptions } from "./value-range.ts";

export interface RandomElasticTransformOptions extends AugmentationOptions, SamplingOptions, ValueRangeOptions {
  /** The probability that an image changes; of `[low, high]` one is drawn per image, of a single number one from 0 to it. Default: 1. */
  readonly factor?: Factor | undefined;
  /** How strong the distortion is, from 0 to 1. Default: 1, a number per image from 0 to 1. */
  readonly scale?: Factor | undefined;
}

/**
 * In training, distorts images like something drawn on rubber: every pixel moves by smoothed noise (Simard et al. 2003; Keras
 * `RandomElasticTransform`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when factor or scale are not from 0 to 1
 */
export function randomElasticTransform(options: RandomElasticTransformOptions = {}): Layer {
  const where = options.name ?? "randomElasticTransform";
  const { factor = 1, scale = 1 } = options;
  const probability = toInterval(where, "factor", factor, [0, 1]);
  const strength = toInterval(where, "scale", scale, [0, 1]);
  const valueRange = toValueRange(where, options.valueRange);
  const sampling = toSampling(where, options);
  return augmentation("randomElasticTransform", {
    options,
    config: { factor, scale, valueRange, ...sampling },
    change: (images, key) => {
      const { batch, height, width } = imageSize(images, where);
      const noise = (place: number): Tensor => normal(foldIn(key, place), [batch, height, width]);
      const s = perImage(foldIn(key, 1), images, strength).squeeze(-1);
      const distorted = elastic(images, s, noise(2), noise(3), sampling, where);
      return clipTo(select(someImages(foldIn(key, 0), images, probability), distorted, images), valueRange);
    },
  });
}

/**
 * Moves every pixel by smoothed noise.
 *
 * @param strength `[batch, 1, 1]`
 * @param down normal numbers `[batch, height, width]`
 * @param across of the same shape
 */
export function elastic(images: Tensor, strength: Tensor, down: Tensor, across: Tensor, sampling: Sampling, where: string): Tensor {
  const { height, width } = imageSize(images, where);
  const alpha = strength.mul(0.1 * Math.max(height, width));
  const sigma = strength.mul(0.05 * Math.min(height, width));
  const gaussian = { sigma: sigma.maximum(1e-6), radius: sigma.floor().mul(3) };
  const field = (noise: Tensor): Tensor => smooth(noise.mul(sigma).expandDims(-1), gaussian, gaussian, where).squeeze(-1).mul(alpha); // [batch, height, width]
  const y = iota(height, "float32").reshape([1, height, 1]).add(field(down));
  const x = iota(width, "float32").reshape([1, 1, width]).add(field(across));
  return sampleAt(images, y, x, sampling, where);
}
