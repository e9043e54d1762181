import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** The luminance of images `[batch, height, width, 3]` (ITU-R BT.601) on all three channels; images of one channel as they are. */
export const grayscale = (images: Tensor): Tensor => (images.shape.at(-1) === 1 ? images : images.matmul(luminance()));

/** From channels to channels: every column is the weights of red, green and blue. */
const luminance = (): Tensor => tensor([0.2989, 0.587, 0.114].map((weight) => [weight, weight, weight]));
