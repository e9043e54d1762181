import { unknownName } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

/** How a pixel between pixels is found. */
export type Interpolation = "bilinear" | "nearest";

export interface ResizeImageOptions {
  /** Default "bilinear": from the two by two nearest pixels, without smoothing first, as TensorFlow's `image.resize`. */
  readonly interpolation?: Interpolation;
  /** Cuts the largest middle part that has the new proportions first, instead of distorting; default false. */
  readonly cropToAspectRatio?: boolean;
}

const interpolations: readonly string[] = ["bilinear", "nearest"];

/**
 * An image in another size (Keras's `smart_resize`, in bytes: rounded).
 *
 * @param image uint8 [height, width, channels]
 * @param size the new [height, width]
 * @returns uint8 [size[0], size[1], channels]; the image itself where it has that size
 * @throws when the size is no pair of positive integers, or the interpolation is unknown
 * @example
 * ```ts
 * const small = resizeImage(await decodeImage(bytes), [96, 96], { cropToAspectRatio: true });
 * ```
 */
export function resizeImage(
  image: TensorData<"uint8">,
  size: readonly [height: number, width: number],
  { interpolation = "bilinear", cropToAspectRatio = false }: ResizeImageOptions = {},
): TensorData<"uint8"> {
  const [height = 0, width = 0, channels = 0] = image.shape;
  const [newHeight, newWidth] = size;
  if (!interpolations.includes(interpolation))
    throw new Error(`resizeImage: ${unknownName("interpolation", interpolation, interpolations)}`);
  if (image.shape.length !== 3 || image.data.length === 0)
    throw new Error(`resizeImage: expected an image [height, width, channels], received [${image.shape.join(", ")}].`);
  if (size.length !== 2 || !size.every((length) => Number.isInteger(length) && length > 0))
    throw new Error(`resizeImage: expected size to be two positive integers [height, width], received [${size.join(", ")}].`);
  if (height === newHeight && width === newWidth) return image;
  const crop = cropToAspectRatio ? middlePart(height, width, size) : { top: 0, left: 0, height, width };
  const rows = samples(crop.top, crop.height, newHeight, interpolation);
  const columns = samples(crop.left, crop.width, newWidth, interpolation);
  const data = new Uint8Array(newHeight * newWidth * channels);
  let at = 0;
  for (const row of rows) {
    const [upper, lower] = [row.first * width, row.second * width];
    for (const column of columns) {
      for (let channel = 0; channel < channels; channel++) {
        const pixel = (start: number, x: number) => image.data[(start + x) * channels + channel] ?? 0;
        const top = pixel(upper, column.first) * (1 - column.share) + pixel(upper, column.second) * column.share;
        const bottom = pixel(lower, column.first) * (1 - column.share) + pixel(lower, column.second) * column.share;
        data[at++] = Math.round(top * (1 - row.share) + bottom * row.share);
      }
    }
  }
  return { dtype: "uint8", shape: [newHeight, newWidth, channels], data };
}

/** The two pixels that a new one lies between on one axis, and the share of the second. */
interface Sample {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/** Where the middles of new pixels fall among the old ones (half-pixel centres); beyond the edge, the edge. */
function samples(start: number, length: number, newLength: number, interpolation: Interpolation): readonly Sample[] {
  return Array.from({ length: newLength }, (_, i) => {
    const centre = ((i + 0.5) * length) / newLength;
    const inside = (position: number) => start + Math.min(Math.max(position, 0), length - 1);
    if (interpolation === "nearest") return { first: inside(Math.floor(centre)), second: inside(Math.floor(centre)), share: 0 };
    const before = Math.floor(centre - 0.5);
    return { first: inside(before), second: inside(before + 1), share: centre - 0.5 - before };
  });
}

/** The largest part in the middle with the proportions of `size`; sizes are cut to integers as Keras does it. */
function middlePart(height: number, width: number, [newHeight, newWidth]: readonly [number, number]) {
  const cropHeight = Math.max(1, Math.min(height, Math.floor((width * newHeight) / newWidth)));
  const cropWidth = Math.max(1, Math.min(width, Math.floor((height * newWidth) / newHeight)));
  return {
    top: Math.floor((height - cropHeight) / 2),
    left: Math.floor((width - cropWidth) / 2),
    height: cropHeight,
    width: cropWidth,
  };
}
