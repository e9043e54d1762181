import { listClasses, listFiles } from "./list-folder.ts";
import type { FileKind, ListFolderOptions } from "./list-folder.ts";

export interface LabelledFilesOptions extends ListFolderOptions {
  /**
   * "inferred" (default): by subfolder. A list: the class, from 0, of each file in the folder and the folders within it, sorted by
   * path. Null: none.
   */
  readonly labels?: "inferred" | readonly number[] | null;
}

export interface LabelledFile {
  readonly path: string;
  readonly label: number | undefined;
}

export interface LabelledFiles {
  readonly classNames: readonly string[];
  readonly files: readonly LabelledFile[];
}

/**
 * The files of a folder with the labels that it, or the caller, gives them.
 *
 * @param where the public function that asks
 * @throws when there are no files, not as many labels as files, or a label is no integer from 0
 */
export async function labelledFiles(
  where: string,
  directory: string,
  kind: FileKind,
  { labels = "inferred", classNames, followLinks = false }: LabelledFilesOptions,
): Promise<LabelledFiles> {
  if (labels === "inferred") {
    const folder = await listClasses(where, directory, kind, { classNames, followLinks });
    return { classNames: folder.classNames, files: folder.files.map((path, i) => ({ path, label: folder.labels.data[i] })) };
  }
  if (classNames !== undefined) throw new Error(`${where}: classNames order the subfolders; they go with labels: "inferred" only.`);
  const files = await listFiles(where, directory, kind, followLinks);
  if (files.length === 0) throw new Error(`${where}: ${directory} holds no ${kind.noun}.`);
  if (labels === null) return { classNames: [], files: files.map((path) => ({ path, label: undefined })) };
  if (labels.length !== files.length)
    throw new Error(`${where}: expected a label for each of the ${files.length} ${kind.noun}s in ${directory}, received ${labels.length}.`);
  const wrong = labels.findIndex((label) => !Number.isInteger(label) || label < 0);
  if (wrong >= 0) throw new Error(`${where}: expected labels to be integers from 0, received ${labels[wrong]} at position ${wrong}.`);
  const classes = Math.max(...labels) + 1;
  return {
    classNames: Array.from({ length: classes }, (_, label) => String(label)),
    files: files.map((path, i) => ({ path, label: labels[i] })),
  };
}
