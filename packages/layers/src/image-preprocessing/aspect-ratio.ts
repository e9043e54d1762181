import { pad, sliceAxis } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { imageSize } from "./image-layer.ts";

/** The middle of images, as large as it can be with the proportions of `height` × `width`. */
export function cropToAspectRatio(images: Tensor, height: number, width: number, where: string): Tensor {
  const size = imageSize(images, where);
  const tall = atLeastOne(Math.min(size.height, Math.trunc((size.width * height) / width)));
  const wide = atLeastOne(Math.min(size.width, Math.trunc((size.height * width) / height)));
  return middle(images, tall, wide, where);
}

/** Images with a border above and below, or left and right, that gives them the proportions of `height` × `width`. */
export function padToAspectRatio(images: Tensor, height: number, width: number, value: number, where: string): Tensor {
  const size = imageSize(images, where);
  const above = Math.trunc((Math.max(size.height, Math.trunc((size.width * height) / width)) - size.height) / 2);
  const left = Math.trunc((Math.max(size.width, Math.trunc((size.height * width) / height)) - size.width) / 2);
  const border = [
    [0, 0],
    [above, above],
    [left, left],
    [0, 0],
  ] as const;
  return above === 0 && left === 0 ? images : pad(images, border, value);
}

/** The middle part of images. */
export function middle(images: Tensor, height: number, width: number, where: string): Tensor {
  const size = imageSize(images, where);
  const top = Math.trunc((size.height - height) / 2);
  const left = Math.trunc((size.width - width) / 2);
  const rows = size.height === height ? images : sliceAxis(images, 1, top, top + height);
  return size.width === width ? rows : sliceAxis(rows, 2, left, left + width);
}

const atLeastOne = (size: number): number => Math.max(size, 1);
