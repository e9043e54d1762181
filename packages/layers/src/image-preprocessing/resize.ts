import { reindex, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { imageSize } from "./image-layer.ts";
import { nearestPixels, resizeWeights } from "./resize-weights.ts";
import type { ResizeMethod } from "./resize-weights.ts";

/** Images of another size; of integers, rounded to those (as TensorFlow's and Keras's resize). */
export function resizeImages(
  images: Tensor,
  height: number,
  width: number,
  { interpolation, antialias, where }: { readonly interpolation: ResizeMethod; readonly antialias: boolean; readonly where: string },
): Tensor {
  const size = imageSize(images, where);
  if (size.height === height && size.width === width) return images;
  if (interpolation === "nearest")
    return reindex(reindex(images, nearestPixels(size.height, height), 1), nearestPixels(size.width, width), 2);
  const { batch, channels } = size;
  const down = tensor(resizeWeights(size.height, height, interpolation, antialias), [height, size.height]);
  const across = tensor(resizeWeights(size.width, width, interpolation, antialias), [width, size.width]);
  const rows = down.matmul(images.cast("float32").reshape([batch, size.height, size.width * channels]));
  const resized = across.matmul(rows.reshape([batch, height, size.width, channels]));
  return toDtypeOf(resized, images);
}

/** Rounded and cut off to what the integers of `images` hold. */
function toDtypeOf(resized: Tensor, { dtype }: Tensor): Tensor {
  if (dtype === "float32") return resized;
  const rounded = resized.round();
  return (dtype === "uint8" ? rounded.maximum(0).minimum(255) : rounded).cast(dtype);
}
