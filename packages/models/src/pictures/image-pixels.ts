import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike } from "@tidu/core-tensor";
import type { Pixels } from "./png.ts";

/**
 * The bytes of each image: `low` is 0, `high` is 255, what lies outside is cut off, what is no number is 0.
 *
 * @param images [images, height, width, channels] or [images, height, width]
 * @throws when the shape does not fit, there is no image, or the range is empty
 */
export function imagePixels(where: string, images: ArrayLike, [low, high]: readonly [number, number]): readonly Pixels[] {
  const { shape, data } = tensorData(images);
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || ![1, 3, 4].includes(channels))
    throw new Error(
      `${where}: expected images [images, height, width, channels] with 1, 3 or 4 channels, or [images, height, width], received shape [${shape.join(", ")}].`,
    );
  if (count === 0 || height === 0 || width === 0) throw new Error(`${where}: nothing to draw in shape [${shape.join(", ")}].`);
  if (!(low < high)) throw new Error(`${where}: expected a range [low, high] with low < high, received [${low}, ${high}].`);
  const size = height * width * channels;
  const byte = (index: number): number => Math.min(255, Math.max(0, Math.round((255 * (Number(data[index]) - low)) / (high - low)))) || 0;
  return Array.from({ length: count }, (_, image) => ({
    width,
    height,
    channels,
    data: Uint8Array.from({ length: size }, (_, i) => byte(image * size + i)),
  }));
}
