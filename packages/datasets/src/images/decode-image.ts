import type { TensorData } from "@tidu/core-tensor";
import { loadSharp } from "./load-sharp.ts";

export interface DecodeImageOptions {
  /** 1 grey, 3 red, green, blue (default), 4 with opacity. */
  readonly channels?: 1 | 3 | 4;
  /** Names the image in errors: its file. */
  readonly where?: string;
}

/**
 * The pixels of an encoded image: PNG, JPEG, GIF (its first frame), WebP, TIFF or AVIF, by the package sharp.
 *
 * As in Keras and Pillow, colours are as stored (no colour profile, no turning by EXIF), opacity is dropped where it is not asked for, and
 * grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).
 *
 * @returns uint8 [height, width, channels]
 * @throws when sharp is not installed, the bytes are no such image or end early (naming `where`), or `channels` is another number
 * @example
 * ```ts
 * const pixels = await decodeImage(await readFile("cat.jpg"), { where: "cat.jpg" }); // uint8 [height, width, 3]
 * ```
 */
export async function decodeImage(
  bytes: Uint8Array,
  { channels = 3, where = "decodeImage" }: DecodeImageOptions = {},
): Promise<TensorData<"uint8">> {
  if (![1, 3, 4].includes(channels)) throw new Error(`decodeImage: expected channels to be 1, 3 or 4, received ${String(channels)}.`);
  const sharp = await loadSharp("decodeImage");
  if (bytes.length === 0) throw new Error(`${where}: expected an image, received an empty file.`);
  try {
    const image = sharp(bytes, { failOn: "error", ignoreIcc: true }).toColourspace("srgb");
    const { data, info } = await (channels === 4 ? image.ensureAlpha() : image.removeAlpha())
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
    return { dtype: "uint8", shape: [info.height, info.width, channels], data: channels === 1 ? greyOf(pixels) : pixels };
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(
      `${where}: the image cannot be read (${reason}). Expected a whole PNG, JPEG, GIF, WebP, TIFF or AVIF image${hint(bytes)}.`,
      {
        cause: error,
      },
    );
  }
}

/** Formats that people have and sharp does not read. */
const hint = (bytes: Uint8Array): string => (bytes[0] === 0x42 && bytes[1] === 0x4d ? "; this is a BMP, which has to be converted" : "");

/** Red, green, blue to grey; rounded as Pillow does it, in 16 bits. */
function greyOf(pixels: Uint8Array): Uint8Array {
  const grey = new Uint8Array(pixels.length / 3);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (19595 * (pixels[3 * i] ?? 0) + 38470 * (pixels[3 * i + 1] ?? 0) + 7471 * (pixels[3 * i + 2] ?? 0) + 0x8000) >>> 16;
  }
  return grey;
}
