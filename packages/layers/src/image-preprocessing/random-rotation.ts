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

export interface RandomRotationOptions extends AugmentationOptions, SamplingOptions {
  /** How far, in whole turns: `0.1` is up to 36° to either side, `[low, high]` between them; positive ones turn counter-clockwise. */
  readonly factor: Factor;
}

/**
 * In training, turns every image around its middle by an angle of its own (Keras `RandomRotation`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @throws when the factor is not from −1 to 1
 *
 * @example
 * randomRotation({ factor: 0.1 });
 */
export function randomRotation(options: RandomRotationOptions): Layer {
  const where = options.name ?? "randomRotation";
  const { factor } = options;
  const turns = toInterval(where, "factor", factor, [-1, 1]);
  const sampling = toSampling(where, options);
  return augmentation("randomRotation", {
    options,
    config: { factor, ...sampling },
    change: (images, key) => project(images, drawRotation(key, images, turns, where), sampling, where),
  });
}

/** A rotation around the middle for each image. */
export function drawRotation(key: Tensor, images: Tensor, [low, high]: Interval, where: string): Projection {
  const { height, width } = imageSize(images, where);
  const angle = perImage(key, images, [low * 2 * Math.PI, high * 2 * Math.PI]).squeeze(-1); // [batch, 1, 1]
  return rotation(angle, height, width);
}

/** Keras's affine matrix of an angle in radians. */
export function rotation(angle: Tensor, height: number, width: number): Projection {
  const [cos, sin] = [angle.cos(), angle.sin()];
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const versine = cos.neg().add(1); // 1 − cos
  return {
    a: [cos, sin.neg(), versine.mul(cx).add(sin.mul(cy))],
    b: [sin, cos, versine.mul(cy).sub(sin.mul(cx))],
  };
}
