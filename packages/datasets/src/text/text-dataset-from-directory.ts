import { folderDataset } from "../folders/folder-dataset.ts";
import type { FolderDatasetOf, FolderDatasetOptions } from "../folders/folder-dataset.ts";
import type { FileKind } from "../folders/list-folder.ts";
import { readText } from "./read-text.ts";

export interface TextDatasetOptions extends FolderDatasetOptions {
  /** Longer texts are cut behind so many characters (Unicode code points); default: none is. */
  readonly maxLength?: number | null | undefined;
  /** Default `"utf-8"`, and `"latin1"` reads most older files. */
  readonly encoding?: string;
}

/** One part, or training and validation as a pair; without y where labels or labelMode is null. One text at a time without a batch size. */
export type TextDatasetOf<O extends TextDatasetOptions> = FolderDatasetOf<
  O,
  O extends { readonly batchSize: null } ? string : readonly string[]
>;

/**
 * The text files (.txt) of a folder as batches of strings that are read while the model trains (Keras's `text_dataset_from_directory`).
 *
 * @param directory a folder with a subfolder of texts for each class; with other `labels`, any folder
 * @returns a pipeline of { x: strings, y: labels } with `classNames` and `files`; a pair for subset "both"
 * @throws when the folder is missing, a class folder is empty (naming it), labels or options do not fit; and, while it is gone over, when
 * a file cannot be read or is no text in the encoding (naming it)
 * @example
 * ```ts
 * const options = { validationSplit: 0.2, seed: 1 } as const;
 * const [train, validation] = await textDatasetFromDirectory("aclImdb/train", { ...options, classNames: ["neg", "pos"], subset: "both" });
 * const ids = train.map(({ x, y }) => ({ x: vectorizer.encode(x), y }));
 * ```
 */
export async function textDatasetFromDirectory<const O extends TextDatasetOptions>(
  directory: string,
  options?: O,
): Promise<TextDatasetOf<O>> {
  const { maxLength = null, encoding = "utf-8", ...rest }: TextDatasetOptions = options ?? {};
  if (maxLength !== null && (!Number.isInteger(maxLength) || maxLength < 1))
    throw new Error(`${where}: expected maxLength to be a positive integer or null, received ${maxLength}.`);
  const read = async (path: string): Promise<string> => cut(await readText(where, path, encoding), maxLength ?? Infinity);
  const result = await folderDataset({ where, directory, kind: textFiles, read }, rest);
  return result as TextDatasetOf<O>; // the type follows the same cases
}

const where = "textDatasetFromDirectory";

const textFiles: FileKind = { noun: "text", endings: [".txt"], instead: "Elsewhere, read texts with readJsonl from http(s) addresses." };

const cut = (text: string, length: number): string => (text.length <= length ? text : Array.from(text).slice(0, length).join(""));
