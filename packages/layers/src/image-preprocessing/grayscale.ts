import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** The luminance of images `[batch, height, width, 3]` as `[batch, height, width, 1]` (ITU-R BT.601); one channel stays as it is. */
export const grayscale = (images: Tensor): Tensor =>
  images.shape.at(-1) === 1 ? images : images.mul(tensor([0.2989, 0.587, 0.114])).sum({ axis: -1, keepDims: true });
