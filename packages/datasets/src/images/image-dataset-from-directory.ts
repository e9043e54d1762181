import type { TensorData } from "@tidu/core-tensor";
import { folderDataset } from "../folders/folder-dataset.ts";
import type { FolderDatasetOf, FolderDatasetOptions } from "../folders/folder-dataset.ts";
import { channelsOf } from "./color-mode.ts";
import { imageFiles } from "./list-image-folder.ts";
import { readImage } from "./read-images.ts";
import type { ReadImageOptions } from "./read-images.ts";

export interface ImageDatasetOptions extends ReadImageOptions, FolderDatasetOptions {
  /** The [height, width] that images are resized to; default [256, 256]. */
  readonly imageSize?: readonly [height: number, width: number];
}

/** One part, or training and validation as a pair; without y where labels or labelMode is null. */
export type ImageDatasetOf<O extends ImageDatasetOptions> = FolderDatasetOf<O, TensorData>;

/**
 * Images of a folder as batches that are read, decoded and resized while the model trains (Keras's `image_dataset_from_directory`).
 * Pixels stay bytes, 0 to 255, until the model scales them, as with its rescaling layer.
 *
 * @param directory a folder with a subfolder of images for each class, as `listImageFolder` reads it; with other `labels`, any folder
 * @returns a pipeline of { x: uint8 [batch, height, width, channels], y } with `classNames` and `files`; a pair for subset "both"
 * @throws when the folder is missing, a class folder is empty (naming it), labels or options do not fit; and, while it is gone over, when
 * an image cannot be read (naming its file)
 * @example
 * ```ts
 * const options = { imageSize: [96, 96], validationSplit: 0.2, seed: 1 } as const;
 * const [train, validation] = await imageDatasetFromDirectory("flowers", { ...options, subset: "both" });
 * await model.fit(train, { epochs: 5, validationData: validation });
 * ```
 */
export async function imageDatasetFromDirectory<const O extends ImageDatasetOptions>(
  directory: string,
  options?: O,
): Promise<ImageDatasetOf<O>> {
  const { imageSize = [256, 256], colorMode = "rgb", ...rest }: ImageDatasetOptions = options ?? {};
  channelsOf(where, colorMode);
  const read = (path: string) => readImage(path, { ...rest, imageSize, colorMode });
  const result = await folderDataset({ where, directory, kind: imageFiles, read }, rest);
  return result as ImageDatasetOf<O>; // the type follows the same cases
}

const where = "imageDatasetFromDirectory";
