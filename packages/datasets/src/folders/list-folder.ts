import { unknownName } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { errorCode, nodeFiles } from "../files/node-files.ts";

/** Which files of a folder count, and how messages speak of them. */
export interface FileKind {
  /** `image` */
  readonly noun: string;
  /** Endings of their names, in lower case. */
  readonly endings: readonly string[];
  /** What to do outside Node, a whole sentence. */
  readonly instead: string;
}

export interface ListFolderOptions {
  /** The subfolders that are classes, in the order of their labels; default: all, sorted. */
  readonly classNames?: readonly string[] | undefined;
  /** Whether to go into folders behind symbolic links; default false. */
  readonly followLinks?: boolean;
}

/** Files, one folder for each class. */
export interface ClassFolder {
  readonly classNames: readonly string[];
  /** Paths, class after class, sorted within each. */
  readonly files: readonly string[];
  /** int32 [files], indices into `classNames` */
  readonly labels: TensorData<"int32">;
}

/**
 * The files of a folder with a subfolder for each class, at any depth within it; other files and names that begin with a dot are left out.
 *
 * @param where the public function that asks
 * @throws when there is no such folder or it has no subfolders, a class has no file (naming it), or a class name is no subfolder
 */
export async function listClasses(
  where: string,
  directory: string,
  kind: FileKind,
  { classNames, followLinks = false }: ListFolderOptions,
): Promise<ClassFolder> {
  const { noun, endings } = kind;
  const found = (await entriesOf(where, directory, kind, followLinks)).filter(({ isFolder }) => isFolder).map(({ name }) => name);
  if (found.length === 0) throw new Error(`${where}: ${directory} has no subfolders. Expected one for each class, with its ${noun}s.`);
  const unknown = classNames?.find((name) => !found.includes(name));
  if (unknown !== undefined) throw new Error(`${where}: ${unknownName("class", unknown, found)}`);
  const classes = classNames ?? found;
  if (classes.length === 0 || new Set(classes).size < classes.length)
    throw new Error(`${where}: expected classNames to name classes once each, received [${classes.join(", ")}].`);
  const paths = await import("node:path");
  const lists = await Promise.all(classes.map((name) => listFiles(where, paths.join(directory, name), kind, followLinks)));
  const empty = lists.findIndex(({ length }) => length === 0);
  if (empty >= 0)
    throw new Error(
      `${where}: the class folder ${paths.join(directory, classes[empty] ?? "")} holds no ${noun} (${endings.join(", ")}). Add some, remove it, or leave it out of classNames.`,
    );
  const labels = Int32Array.from(lists.flatMap((files, label) => files.map(() => label)));
  return { classNames: classes, files: lists.flat(), labels: { dtype: "int32", shape: [labels.length], data: labels } };
}

/** All files of a kind in a folder and the folders within it: folder after folder, sorted, as Keras orders them. */
export async function listFiles(where: string, directory: string, kind: FileKind, followLinks: boolean): Promise<readonly string[]> {
  const paths = await import("node:path");
  const { realpath } = await nodeFiles(where, kind.instead);
  const folders: { readonly folder: string; readonly files: readonly string[] }[] = [];
  const entered = new Set<string>();
  const walk = async (folder: string): Promise<void> => {
    const entries = await entriesOf(where, folder, kind, followLinks);
    const real = await realpath(folder);
    if (entered.has(real)) return; // a link that leads back
    entered.add(real);
    const files = entries.filter(({ name, isFolder }) => !isFolder && kind.endings.some((ending) => name.toLowerCase().endsWith(ending)));
    folders.push({ folder, files: files.map(({ name }) => paths.join(folder, name)) });
    for (const { name, isFolder } of entries) if (isFolder) await walk(paths.join(folder, name));
  };
  await walk(directory);
  return folders.toSorted((a, b) => compare(a.folder, b.folder)).flatMap(({ files }) => files);
}

interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder, sorted by code units (as Python sorts, so that labels agree), hidden names left out. */
async function entriesOf(where: string, folder: string, { instead }: FileKind, followLinks: boolean): Promise<readonly FolderEntry[]> {
  const { readdir, stat } = await nodeFiles(where, instead);
  const paths = await import("node:path");
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith("."));
    const followed = await Promise.all(
      entries.map(async (entry): Promise<FolderEntry | undefined> => {
        if (!entry.isSymbolicLink()) return { name: entry.name, isFolder: entry.isDirectory() };
        const target = await stat(paths.join(folder, entry.name)).catch(() => undefined); // a link that leads nowhere
        if (target === undefined || (target.isDirectory() && !followLinks)) return undefined;
        return { name: entry.name, isFolder: target.isDirectory() };
      }),
    );
    return followed.filter((entry) => entry !== undefined).toSorted((a, b) => compare(a.name, b.name));
  } catch (error) {
    const code = errorCode(error);
    const reason =
      code === "ENOENT"
        ? `there is no folder ${paths.resolve(folder)}`
        : code === "ENOTDIR"
          ? `${folder} is no folder`
          : `${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new Error(`${where}: ${reason}.`, { cause: error });
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
