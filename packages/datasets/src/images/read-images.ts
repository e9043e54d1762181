import type { TensorData } from "@tidu/core-tensor";
import { baseName, readBytes } from "../files/read-bytes.ts";
import { channelsOf } from "./color-mode.ts";
import type { ColorMode } from "./color-mode.ts";
import { decodeImage } from "./decode-image.ts";
import { resizeImage } from "./resize-image.ts";
import type { ResizeImageOptions } from "./resize-image.ts";

export interface ReadImageOptions extends ResizeImageOptions {
  /** The [height, width] that images are resized to; default: as they are. */
  readonly imageSize?: readonly [height: number, width: number] | undefined;
  /** Default "rgb". */
  readonly colorMode?: ColorMode;
}

/**
 * An image file as pixels.
 *
 * @param source a path (Node), or a `file:` or `http(s):` address
 * @returns uint8 [height, width, channels]
 * @throws when the file cannot be read or is no image (naming it), or sharp is not installed
 * @example
 * ```ts
 * const cat = await readImage("photos/cat.jpg", { imageSize: [96, 96] }); // uint8 [96, 96, 3]
 * ```
 */
export async function readImage(
  source: string | URL,
  { imageSize, colorMode = "rgb", ...options }: ReadImageOptions = {},
): Promise<TensorData<"uint8">> {
  const channels = channelsOf("readImage", colorMode);
  const image = await decodeImage(await readBytes("readImage", source), { channels, where: String(source) });
  return imageSize === undefined ? image : resizeImage(image, imageSize, options);
}

/**
 * Several image files in one array, a few read at a time.
 *
 * @param sources paths (Node), or `file:` or `http(s):` addresses
 * @returns uint8 [images, height, width, channels]
 * @throws when there are none, one cannot be read or is no image (naming it), or they differ in size and `imageSize` is not given
 * @example
 * ```ts
 * const { files, labels } = await listImageFolder("flowers");
 * const x = await readImages(files, { imageSize: [64, 64] });
 * ```
 */
export async function readImages(sources: readonly (string | URL)[], options: ReadImageOptions = {}): Promise<TensorData<"uint8">> {
  const [first] = sources;
  if (first === undefined) throw new Error("readImages: expected at least one file, received none.");
  const { shape } = await readImage(first, options);
  const [height = 0, width = 0, channels = 0] = shape;
  const size = height * width * channels;
  const data = new Uint8Array(sources.length * size);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < sources.length; i = next++) {
      const source = sources[i] ?? first;
      const image = await readImage(source, options);
      if (image.data.length !== size || image.shape[0] !== height)
        throw new Error(
          `readImages: ${baseName(source)} is [${image.shape.join(", ")}], but ${baseName(first)} is [${shape.join(", ")}]. Pass imageSize to bring all to one size.`,
        );
      data.set(image.data, i * size);
    }
  };
  await Promise.all(Array.from({ length: Math.min(readers, sources.length) }, work));
  return { dtype: "uint8", shape: [sources.length, height, width, channels], data };
}

/** Files read at once: enough to keep the threads that decode busy, few enough to bound the memory. */
const readers = 8;
