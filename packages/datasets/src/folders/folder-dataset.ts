import { unknownName } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { Pipeline, pipeline } from "../pipeline/pipeline.ts";
import { seededRandom } from "../rows/seeded-random.ts";
import { encodeLabel } from "./encode-label.ts";
import type { LabelMode } from "./encode-label.ts";
import { labelledFiles } from "./labelled-files.ts";
import type { LabelledFile, LabelledFilesOptions } from "./labelled-files.ts";
import type { FileKind } from "./list-folder.ts";

export interface FolderDatasetOptions extends LabelledFilesOptions {
  /** How y is written: int32 [batch] (default), one-hot float32 [batch, classes], float32 [batch, 1] of two classes, or not at all. */
  readonly labelMode?: LabelMode | null;
  /** Files in a batch; default 32; null for one file at a time. */
  readonly batchSize?: number | null;
  /** Mixes the files, and gives every pass over the training part an order of its own; default true. */
  readonly shuffle?: boolean;
  /** Reproduces the orders and the split. */
  readonly seed?: number | undefined;
  /** The share of files, from 0 to 1, that is kept for validation; goes with `subset`. */
  readonly validationSplit?: number | undefined;
  /** Which part of a split: one, or both as a pair. */
  readonly subset?: "training" | "validation" | "both" | undefined;
}

/** What is read from files while it is gone over, and the files that it comes from. */
export class FilePipeline<T> extends Pipeline<T> {
  /** The names of the classes by label; empty without labels. */
  readonly classNames: readonly string[];
  /** The paths of the files. */
  readonly files: readonly string[];

  /** @param read what gives the contents */
  constructor(read: Pipeline<T>, classNames: readonly string[], files: readonly string[]) {
    super(() => read[Symbol.asyncIterator](), read.length);
    this.classNames = classNames;
    this.files = files;
  }
}

/** One part, or training and validation as a pair; without y where labels or labelMode is null. */
export type FolderDatasetOf<O extends FolderDatasetOptions, X> = O extends { readonly subset: "both" }
  ? readonly [training: FilePipeline<ElementOf<O, X>>, validation: FilePipeline<ElementOf<O, X>>]
  : FilePipeline<ElementOf<O, X>>;

type ElementOf<O extends FolderDatasetOptions, X> = O extends { readonly labelMode: null } | { readonly labels: null }
  ? { readonly x: X }
  : { readonly x: X; readonly y: TensorData };

/** A folder, the kind of its files, and what reads one. */
export interface FolderSource {
  /** The public function that asks. */
  readonly where: string;
  readonly directory: string;
  readonly kind: FileKind;
  readonly read: (path: string) => Promise<unknown>;
}

/**
 * The files of a folder, with labels by its subfolders, as batches that are read while they are gone over.
 *
 * @returns one part or a pair, as {@link FolderDatasetOf} says for the options; X is what `batch` makes of what `read` gives
 * @throws when the folder is missing, a class folder is empty (naming it), or labels or options do not fit
 */
export async function folderDataset(source: FolderSource, options: FolderDatasetOptions): Promise<unknown> {
  const { where, directory, kind } = source;
  const checked = checkOptions(where, options);
  const { labels, labelMode, shuffle, seed, validationSplit, subset } = checked;
  const { classNames, files } = await labelledFiles(where, directory, kind, { ...checked, labels: labelMode === null ? null : labels });
  if (labelMode === "binary" && classNames.length !== 2)
    throw new Error(`${where}: labelMode "binary" takes 2 classes, received ${classNames.length}: ${classNames.join(", ")}.`);
  const mixed = shuffle ? Array.from(seededRandom(where, seed).permutation(files.length), (i) => files[i]) : files;
  const all = mixed.filter((file) => file !== undefined);
  const kept = all.length - Math.floor((validationSplit ?? 0) * all.length);
  const part = (of: readonly LabelledFile[], name: string, again: boolean) => {
    if (of.length === 0)
      throw new Error(
        `${where}: no ${name} ${kind.noun}s are left of ${all.length} with validationSplit ${validationSplit}. Change it, or add ${kind.noun}s.`,
      );
    return streamed(of, classNames, source.read, { ...checked, shuffle: again });
  };
  const training = () => part(all.slice(0, kept), "training", shuffle);
  const validation = () => part(all.slice(kept), "validation", false);
  return subset === "both" ? [training(), validation()] : subset === "validation" ? validation() : training();
}

/** Files read at once. */
const readers = 8;

type Checked = ReturnType<typeof checkOptions>;

function streamed(
  files: readonly LabelledFile[],
  classNames: readonly string[],
  read: FolderSource["read"],
  { shuffle, seed, batchSize, labelMode }: Checked,
): FilePipeline<unknown> {
  const source = pipeline(files);
  const examples = (shuffle ? source.shuffle(files.length, { seed }) : source).map(
    async ({ path, label }) => {
      const x = await read(path);
      return labelMode === null || label === undefined ? { x } : { x, y: encodeLabel(label, labelMode, classNames.length) };
    },
    { parallel: readers },
  );
  const paths = files.map(({ path }) => path);
  if (batchSize === null) return new FilePipeline(examples.prefetch(readers), classNames, paths);
  return new FilePipeline(examples.batch(batchSize).prefetch(), classNames, paths);
}

const subsets: readonly string[] = ["training", "validation", "both"];
const labelModes: readonly string[] = ["int", "categorical", "binary"];

/** The options with their defaults. */
function checkOptions(
  where: string,
  {
    labels = "inferred",
    labelMode = "int",
    batchSize = 32,
    shuffle = true,
    validationSplit,
    subset,
    seed,
    classNames,
    followLinks = false,
  }: FolderDatasetOptions,
) {
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
    labels,
    labelMode: labels === null ? null : labelMode,
    batchSize,
    shuffle,
    validationSplit,
    subset,
    seed,
    classNames,
    followLinks,
  };
}
