import { foldIn, iota } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { perImage } from "./draws.ts";
import { imageSize } from "./image-layer.ts";

/** A box in every image. */
export interface Box {
  /** Which pixels it covers, on all channels (bool, `[batch, height, width, channels]`). */
  readonly covers: Tensor;
  /** Its part of the whole image, `[batch, 1, 1, 1]`. */
  readonly share: Tensor;
}

/**
 * A box at a random place inside of every image.
 *
 * @param tall its part of the height, `[batch, 1, 1, 1]`
 * @param wide its part of the width
 */
export function drawBox(key: Tensor, images: Tensor, tall: Tensor, wide: Tensor, where: string): Box {
  const { height, width, channels } = imageSize(images, where);
  const y = iota(height, "float32").reshape([1, height, 1, 1]);
  const x = iota(width, "float32").reshape([1, 1, width, 1]).broadcastTo([1, 1, width, channels]);
  const inside = (place: number, along: Tensor, size: number, part: Tensor): Tensor => {
    const start = perImage(foldIn(key, place), images, [0, 1]).mul(part.neg().add(1).mul(size));
    return along.greaterEqual(start).logicalAnd(along.less(start.add(part.mul(size))));
  };
  const covers = inside(0, y, height, tall).logicalAnd(inside(1, x, width, wide));
  return { covers, share: tall.mul(wide) };
}
