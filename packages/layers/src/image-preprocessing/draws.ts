import { foldIn, uniform } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Interval } from "./factor.ts";

/** One number per image, uniform between two: `[batch, 1, 1, 1]`. */
export const perImage = (key: Tensor, images: Tensor, [low, high]: Interval): Tensor =>
  uniform(key, [images.shape[0] ?? 1, 1, 1, 1], low, high);

/** Which images change: with a probability that is itself drawn per image (bool, `[batch, 1, 1, 1]`). */
export const someImages = (key: Tensor, images: Tensor, probability: Interval): Tensor =>
  perImage(foldIn(key, 0), images, [0, 1]).less(perImage(foldIn(key, 1), images, probability));

/** 1 or −1 per image, `[batch, 1, 1, 1]`. */
export const signPerImage = (key: Tensor, images: Tensor): Tensor =>
  perImage(key, images, [0, 1]).lessEqual(0.5).cast("float32").mul(2).sub(1);

/** A whole number from 0 to `count` − 1 per image (int32, `[batch, 1, 1, 1]`). */
export const choicePerImage = (key: Tensor, images: Tensor, count: number): Tensor =>
  perImage(key, images, [0, count])
    .minimum(count - 1) // rounding can give count itself
    .cast("int32");
