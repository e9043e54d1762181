import { resize } from "@tidu/core-tensor";
import type { Interpolation, Tensor } from "@tidu/core-tensor";

/** Images `[batch, height, width, channels]` of another size; those of integers stay integers, rounded. */
export function resizeImages(images: Tensor, height: number, width: number, interpolation: Interpolation, antialias = false): Tensor {
  const { dtype } = images;
  const size = [height, width];
  if (dtype === "float32" || interpolation === "nearest") return resize(images, size, { interpolation, antialias });
  const resized = resize(images.cast("float32"), size, { interpolation, antialias }).round();
  return (dtype === "uint8" ? resized.maximum(0).minimum(255) : resized).cast(dtype);
}
