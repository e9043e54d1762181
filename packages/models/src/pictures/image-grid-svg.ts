import type { ArrayLike } from "@tidu/core-tensor";
import { imagePixels } from "./image-pixels.ts";
import { pngUri } from "./png.ts";
import { tilesSvg } from "./tiles.ts";
import type { Tile } from "./tiles.ts";

export interface ImageGridOptions {
  /** What stands under each image: a line, or several. */
  readonly captions?: readonly (string | readonly string[])[];
  /** Above the images. Default: nothing. */
  readonly title?: string;
  /** Images in a row. Default: 8, or as many as there are. */
  readonly columns?: number;
  /** The height of an image in the picture, in pixels. Default: 84. */
  readonly size?: number;
  /** The numbers that are black and white. Default: `[0, 255]`. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * Small images in rows, as an SVG picture that stands alone.
 *
 * @param images numbers [images, height, width, channels] with 1 channel (grey), 3 (red, green, blue) or 4 (those and alpha), or
 *   grey ones as [images, height, width]
 * @throws when the shape does not fit, there is no image, or the number of captions is another
 *
 * @example
 * const { x, y } = datasets.digits({ count: 16, seed: 1 }).train;
 * await writeFile("digits.svg", imageGridSvg(x, { captions: Array.from(y.data, String) }));
 */
export function imageGridSvg(images: ArrayLike, { captions, title, columns, size = 84, range }: ImageGridOptions = {}): string {
  if (columns !== undefined && !(Number.isInteger(columns) && columns > 0))
    throw new Error(`imageGridSvg: expected columns to be a whole number from 1, received ${columns}.`);
  return tilesSvg(imageTiles("imageGridSvg", images, { captions, range }), { title, columns, size });
}

/** @param where the public function that asks, named in errors */
export function imageTiles(
  where: string,
  images: ArrayLike,
  { captions, range = [0, 255] }: { [Option in "captions" | "range"]?: ImageGridOptions[Option] | undefined },
): readonly Tile[] {
  const all = imagePixels(where, images, range);
  if (captions !== undefined && captions.length !== all.length)
    throw new Error(`${where}: expected ${all.length} captions, one for each image, received ${captions.length}.`);
  return all.map((pixels, i) => {
    const lines = captions?.[i] ?? [];
    const caption = typeof lines === "string" ? [lines] : lines;
    return { uri: pngUri(pixels), aspect: pixels.width / pixels.height, caption, description: caption.join(", ") || `image ${i + 1}` };
  });
}
