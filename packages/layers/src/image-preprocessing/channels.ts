import { ones, stack } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

// Axes as short as that of the channels are what engines are slowest at: onnxruntime takes ten times as long to stretch along one, or
// to reduce it, as for the same number of elements in planes or rows.

/** The channels of images `[batch, height, width, channels]`, each as `[batch, height, width]`. */
export const planesOf = (images: Tensor): readonly Tensor[] =>
  Array.from({ length: Number(images.shape[3]) }, (_, i) => images.slice([0, 0, 0, i], [null, null, null, i + 1]).squeeze(3));

/** The inverse of {@link planesOf}. */
export const fromPlanes = (planes: readonly Tensor[]): Tensor => stack(planes, 3);

/** One number per pixel, `[batch, height, width]`, for each of the channels: a product with a row of ones. */
export const onChannels = (x: Tensor, channels: number): Tensor =>
  channels === 1 ? x.expandDims(3) : x.expandDims(3).matmul(ones([1, channels]));

/** One number per image and channel, `[batch, 1, 1, channels]`, for each column of the images: `[batch, 1, width, channels]`. */
export const onColumns = (x: Tensor, images: Tensor): Tensor => x.broadcastTo(images.shape.with(1, 1));
