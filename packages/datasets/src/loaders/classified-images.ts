import type { TensorData } from "@tidu/core-tensor";

/** Images and the class of each. */
export interface ClassifiedImages {
  /** uint8 [images, height, width, channels], 0 to 255 */
  readonly x: TensorData<"uint8">;
  /** int32 [images], indices into the class names */
  readonly y: TensorData<"int32">;
}

/** A data set of images in the parts that everyone compares on. */
export interface ImageDataset {
  readonly train: ClassifiedImages;
  readonly test: ClassifiedImages;
  readonly classNames: readonly string[];
}

/**
 * Images with labels that fit them.
 *
 * @param source names the files in errors
 * @throws when there are not as many labels as images, or a label is no class
 */
export function classified(source: string, x: TensorData<"uint8">, y: TensorData<"int32">, numClasses: number): ClassifiedImages {
  if (x.shape[0] !== y.shape[0])
    throw new Error(`${source}: expected a label for each image, received ${x.shape[0]} images and ${y.shape[0]} labels.`);
  const wrong = y.data.findIndex((label) => label < 0 || label >= numClasses);
  if (wrong >= 0)
    throw new Error(`${source}: expected labels from 0 to ${numClasses - 1}, received ${y.data[wrong]} at position ${wrong}.`);
  return { x, y };
}
