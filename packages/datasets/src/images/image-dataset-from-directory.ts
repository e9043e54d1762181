import { unknownName } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { Example } from "../pipeline/from-tensors.ts";
import { Pipeline, pipeline } from "../pipeline/pipeline.ts";
import { seededRandom } from "../rows/seeded-random.ts";
import { channelsOf } from "./color-mode.ts";
import { encodeLabel } from "./encode-label.ts";
import type { LabelMode } from "./encode-label.ts";
import { labelledFiles } from "./labelled-files.ts";
import type { LabelledFile, LabelledFilesOptions } from "./labelled-files.ts";
import { readImage } from "./read-images.ts";
import type { ReadImageOptions } from "./read-images.ts";

export interface ImageDatasetOptions extends ReadImageOptions, LabelledFilesOptions {
  /** How y is written: int32 [batch] (default), one-hot float32 [batch, classes], float32 [batch, 1] of two classes, or not at all. */
  readonly labelMode?: LabelMode | null;
  /** Images in a batch; default 32; null for one image at a time. */
  readonly batchSize?: number | null;
  /** The [height, width] that images are resized to; default [256, 256]. */
  readonly imageSize?: readonly [height: number, width: number];
  /** Mixes the files, and gives every pass over the training part an order of its own; default true. */
  readonly shuffle?: boolean;
  /** Reproduces the orders and the split. */
  readonly seed?: number | undefined;
  /** The share of files, from 0 to 1, that is kept for validation; goes with `subset`. */
  readonly validationSplit?: number | undefined;
  /** Which part of a split: one, or both as a pair. */
  readonly subset?: "training" | "validation" | "both" | undefined;
}

/** Batches of images that are read while they are gone over, and the files that they come from. */
export class ImagePipeline<T> extends Pipeline<T> {
  /** The names of the classes by label; empty without labels. */
  readonly classNames: readonly string[];
  /** The paths of the images. */
  readonly files: readonly string[];

  /** @param read what gives the images */
  constructor(read: Pipeline<T>, classNames: readonly string[], files: readonly string[]) {
    super(() => read[Symbol.asyncIterator](), read.length);
    this.classNames = classNames;
    this.files = files;
  }
}

/** One part, or training and validation as a pair; without y where labels or labelMode is null. */
export type ImageDatasetOf<O extends ImageDatasetOptions> = O extends { readonly subset: "both" }
  ? readonly [training: ImagePipeline<ElementOf<O>>, validation: ImagePipeline<ElementOf<O>>]
  : ImagePipeline<ElementOf<O>>;

type ElementOf<O extends ImageDatasetOptions> = O extends { readonly labelMode: null } | { readonly labels: null }
  ? Pick<Example, "x">
  : Example;

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
  const checked = check(options ?? {});
  const { labels, labelMode, shuffle, seed, validationSplit, subset } = checked;
  const { classNames, files } = await labelledFiles(where, directory, { ...checked, labels: labelMode === null ? null : labels });
  if (labelMode === "binary" && classNames.length !== 2)
    throw new Error(`${where}: labelMode "binary" takes 2 classes, received ${classNames.length}: ${classNames.join(", ")}.`);
  const mixed = shuffle ? Array.from(seededRandom(where, seed).permutation(files.length), (i) => files[i]) : files;
  const all = mixed.filter((file) => file !== undefined);
  const kept = all.length - Math.floor((validationSplit ?? 0) * all.length);
  const part = (of: readonly LabelledFile[], name: string, again: boolean) => {
    if (of.length === 0)
      throw new Error(
        `${where}: no ${name} images are left of ${all.length} with validationSplit ${validationSplit}. Change it, or add images.`,
      );
    return streamed(of, classNames, { ...checked, shuffle: again });
  };
  const training = () => part(all.slice(0, kept), "training", shuffle);
  const validation = () => part(all.slice(kept), "validation", false);
  const result = subset === "both" ? [training(), validation()] : subset === "validation" ? validation() : training();
  return result as ImageDatasetOf<O>; // the type follows the same cases
}

const where = "imageDatasetFromDirectory";

/** Images decoded at once. */
const readers = 8;

/** An image, or a batch of them, with its label where it has one. */
interface ImageExample {
  readonly x: TensorData;
  readonly y?: TensorData | undefined;
}

type Checked = ReturnType<typeof check>;

function streamed(files: readonly LabelledFile[], classNames: readonly string[], options: Checked): ImagePipeline<ImageExample> {
  const { shuffle, seed, batchSize, labelMode } = options;
  const source = pipeline(files);
  const examples = (shuffle ? source.shuffle(files.length, { seed }) : source).map(
    async ({ path, label }): Promise<ImageExample> => {
      const x: TensorData = await readImage(path, options);
      return labelMode === null || label === undefined ? { x } : { x, y: encodeLabel(label, labelMode, classNames.length) };
    },
    { parallel: readers },
  );
  const paths = files.map(({ path }) => path);
  if (batchSize === null) return new ImagePipeline(examples.prefetch(readers), classNames, paths);
  return new ImagePipeline(examples.batch(batchSize).prefetch(), classNames, paths);
}

const subsets: readonly string[] = ["training", "validation", "both"];
const labelModes: readonly string[] = ["int", "categorical", "binary"];

/** The options with their defaults. */
function check({
  labels = "inferred",
  labelMode = "int",
  colorMode = "rgb",
  batchSize = 32,
  imageSize = [256, 256],
  shuffle = true,
  validationSplit,
  subset,
  seed,
  ...rest
}: ImageDatasetOptions) {
  channelsOf(where, colorMode);
  if (labelMode !== null && !labelModes.includes(labelMode))
    throw new Error(`${where}: ${unknownName("labelMode", labelMode, labelModes)}`);
  if (subset !== undefined && !subsets.includes(subset)) throw new Error(`${where}: ${unknownName("subset", subset, subsets)}`);
  if ((validationSplit === undefined) !== (subset === undefined))
    throw new Error(`${where}: validationSplit and subset go together, received ${validationSplit} and ${subset}.`);
  if (validationSplit !== undefined && !(validationSplit > 0 && validationSplit < 1))
    throw new Error(`${where}: expected validationSplit between 0 and 1, received ${validationSplit}.`);
  if (subset !== undefined && subset !== "both" && shuffle && seed === undefined)
    throw new Error(`${where}: the two subsets of shuffled files are apart only with one seed for both. Pass a seed, or subset: "both".`);
  if (batchSize !== null && (!Number.isInteger(batchSize) || batchSize < 1))
    throw new Error(`${where}: expected batchSize to be a positive integer or null, received ${batchSize}.`);
  return {
    ...rest,
    labels,
    labelMode: labels === null ? null : labelMode,
    colorMode,
    batchSize,
    imageSize,
    shuffle,
    validationSplit,
    subset,
    seed,
  };
}
