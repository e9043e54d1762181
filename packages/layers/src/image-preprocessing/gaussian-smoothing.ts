import { iota, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { imageSize } from "./image-layer.ts";

/** A Gaussian for each image. */
export interface Gaussian {
  /** The standard deviation in pixels, `[batch, 1, 1]`. */
  readonly sigma: Tensor;
  /** How many pixels to either side count: one number, or one per image, `[batch, 1, 1]`. */
  readonly radius: number | Tensor;
}

/**
 * Images smoothed by a Gaussian of their own, with zeros beside them: along each axis the product with a band matrix.
 *
 * @param images `[batch, height, width, channels]`
 * @param down along the height
 * @param across along the width
 */
export function smooth(images: Tensor, down: Gaussian, across: Gaussian, name: string): Tensor {
  const { batch, height, width, channels } = imageSize(images, name);
  const rows = band(height, down).matmul(images.reshape([batch, height, width * channels]));
  return band(width, across)
    .expandDims(1)
    .matmul(rows.reshape([batch, height, width, channels]));
}

/** `[batch, size, size]`: what every pixel (column) gives to every other (row). */
function band(size: number, { sigma, radius }: Gaussian): Tensor {
  const place = iota(size, "float32");
  const distance = place.expandDims(1).sub(place).abs(); // [size, size]
  const taps = iota(typeof radius === "number" ? radius + 1 : size, "float32"); // 0 … to one side
  const oneSide = weight(taps, sigma, radius); // [batch, 1, taps]
  const total = oneSide.sum({ axis: -1, keepDims: true }).mul(2).sub(1); // the middle counts once
  return weight(distance, sigma, radius).div(total);
}

const weight = (distance: Tensor, sigma: Tensor, radius: number | Tensor): Tensor =>
  where(distance.lessEqual(radius), distance.div(sigma).square().mul(-0.5).exp(), 0);
